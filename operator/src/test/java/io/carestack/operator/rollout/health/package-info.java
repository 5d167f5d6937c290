/** Tests of the judgement of a new release's pods. */
@NullMarked
package io.carestack.operator.rollout.health;

import org.jspecify.annotations.NullMarked;

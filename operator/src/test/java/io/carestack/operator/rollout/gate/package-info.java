/** Tests of what a rollout waits for. */
@NullMarked
package io.carestack.operator.rollout.gate;

import org.jspecify.annotations.NullMarked;

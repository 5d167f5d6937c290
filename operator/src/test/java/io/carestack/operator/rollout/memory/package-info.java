/** Tests of the memory of a release in the status. */
@NullMarked
package io.carestack.operator.rollout.memory;

import org.jspecify.annotations.NullMarked;

/** The memory of a release as it stands in the status of its CareStack, to be written and read without loss. Pure. */
@NullMarked
package io.carestack.operator.rollout.memory;

import org.jspecify.annotations.NullMarked;

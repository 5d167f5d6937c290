/** Tests of what runs once for an attempt at a release. */
@NullMarked
package io.carestack.operator.rollout.task;

import org.jspecify.annotations.NullMarked;

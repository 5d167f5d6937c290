/** A search through what can happen to a release around the real planner, and tests of single decisions. */
@NullMarked
package io.carestack.operator.rollout.plan;

import org.jspecify.annotations.NullMarked;

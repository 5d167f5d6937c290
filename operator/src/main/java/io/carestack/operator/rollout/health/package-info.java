/** Whether the pods of a new release are healthy, judged by the clock, and what their own words say when they never will be. Pure. */
@NullMarked
package io.carestack.operator.rollout.health;

import org.jspecify.annotations.NullMarked;

/** Tests of the verdict on a new release's metrics. */
@NullMarked
package io.carestack.operator.rollout.metric;

import org.jspecify.annotations.NullMarked;

/** What the metrics of a new release say once it has traffic: questions to a Prometheus, and a verdict over the answers. */
@NullMarked
package io.carestack.operator.rollout.metric;

import org.jspecify.annotations.NullMarked;

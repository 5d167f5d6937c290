package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;

/**
 * The HorizontalPodAutoscaler of a component.
 *
 * @param target colour whose Deployment it scales
 * @param version its resourceVersion
 */
public record AutoscalerSeen(Color target, Freeze freeze, String version) {}

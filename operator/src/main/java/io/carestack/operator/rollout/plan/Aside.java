package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;

/**
 * Requests from outside that a route sends around the live Services, so that these can be switched without any.
 *
 * @param color that gets them
 * @param share of all, in percent
 */
public record Aside(Color color, int share) {}

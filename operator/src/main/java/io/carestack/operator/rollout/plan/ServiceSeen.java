package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;

/**
 * A live Service.
 *
 * @param color what its selector says
 * @param epoch that of the last selector write or fence; 0 when there was none
 * @param version its resourceVersion
 */
public record ServiceSeen(Color color, long epoch, String version) {}

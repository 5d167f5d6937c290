package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.time.Instant;
import java.util.Optional;

/**
 * A live Service.
 *
 * @param color what its selector says, or where it is on the way to when it selects both
 * @param both until when it shall select both colours at least; empty when it selects one
 * @param epoch that of the last selector write or fence; 0 when there was none
 * @param version its resourceVersion
 */
public record ServiceSeen(Color color, Optional<Instant> both, long epoch, String version) {}

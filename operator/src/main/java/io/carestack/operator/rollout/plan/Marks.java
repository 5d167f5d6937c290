package io.carestack.operator.rollout.plan;

import java.util.Optional;

/**
 * What the annotations of Services and Deployments tell of a status that was lost: those of the highest epoch.
 *
 * @param target empty when nothing was under way
 * @param attempts the highest attempt that any object names
 */
public record Marks(Revision stable, Optional<Target> target, long epoch, int attempts) {}

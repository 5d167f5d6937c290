package io.carestack.operator.rollout.plan;

/**
 * A revision whose migration touched the schema; it is in the way of the next migration unless it is stable.
 *
 * @param complete the migration came to its end, so that it is not run again for this revision
 */
public record Ahead(String hash, boolean complete) {}

package io.carestack.operator.rollout.plan;

/**
 * A revision whose migration touched the schema, and which is not stable.
 *
 * @param complete the migration came to its end, so that it is not run again for this revision
 */
public record Ahead(String hash, boolean complete) {}

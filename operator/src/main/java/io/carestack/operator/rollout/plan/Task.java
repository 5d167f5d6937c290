package io.carestack.operator.rollout.plan;

/** What runs once for an attempt. */
public enum Task {
    /** Before the migration. */
    BACKUP,
    /** Once for a revision. */
    MIGRATION,
    /** Against the preview Service. */
    SMOKE
}

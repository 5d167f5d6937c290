package io.carestack.operator.postgres.model;

/** Temporary. */
final class QuorumRules {
    static final boolean RAISE_CATCHES_UP = false;

    private QuorumRules() {}
}

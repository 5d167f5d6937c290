package io.carestack.acceptance.chaos;

/**
 * What goes wrong.
 *
 * @see Injection
 */
enum Fault {
    /** The server process is killed; its container ends with it. */
    KILL_POSTMASTER("postmaster killed", true),
    KILL_CONTAINER("container killed", true),
    DELETE_POD("pod deleted", true),
    FREEZE_PRIMARY("primary frozen, then thawed", true),
    CUT_PRIMARY_OFF("primary cut off from everyone", true),
    CUT_PRIMARY_FROM_REPLICAS("primary cut off from other pods", false),
    CUT_PRIMARY_FROM_OPERATOR("primary cut off from the operator", false),
    CUT_PRIMARY_FROM_CLIENTS("primary cut off from clients", false),
    KILL_REPLICA("a replica killed", false),
    FREEZE_REPLICA("a replica frozen, then thawed", false),
    CUT_REPLICA_OFF("a replica cut off from everyone", false),
    EMPTY_REPLICA("a replica's data directory deleted", false),
    KILL_EVERYBODY("all containers killed at once", true),
    KILL_PRIMARY_AND_OPERATOR("primary killed, operator started anew in between", true),
    KILL_PRIMARY_WITH_TWO_OPERATORS("primary killed while two operators believe to lead", true),
    KILL_TWO_PRIMARIES("primary killed, and whoever follows it", true),
    SWITCHOVER("switchover", true);

    private final String description;
    private final boolean movesWrites;

    Fault(String description, boolean movesWrites) {
        this.description = description;
        this.movesWrites = movesWrites;
    }

    /** For people. */
    String description() {
        return description;
    }

    /** Whether it is over only when somebody takes writes in another term. */
    boolean movesWrites() {
        return movesWrites;
    }
}

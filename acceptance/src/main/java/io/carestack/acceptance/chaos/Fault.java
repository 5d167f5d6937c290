package io.carestack.acceptance.chaos;

import io.carestack.acceptance.chaos.Site.Need;

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
    LOSE_NODE("pod gone at once, as with its node", true),
    FREEZE_PRIMARY("primary frozen, thawed after the failover", true),
    FREEZE_PRIMARY_BRIEFLY("primary frozen, thawed at any moment", false),
    CUT_PRIMARY_OFF("primary cut off from everyone", false),
    CUT_PRIMARY_FROM_REPLICAS("primary cut off from other pods", false),
    CUT_PRIMARY_FROM_OPERATOR("primary cut off from the operator", false, Need.TELLING_PARTIES_APART),
    CUT_PRIMARY_FROM_CLIENTS("primary cut off from clients", false, Need.TELLING_PARTIES_APART),
    CUT_PRIMARY_FROM_REPLICAS_AND_OPERATOR(
            "primary cut off from other pods and operator", false, Need.TELLING_PARTIES_APART),
    CUT_PRIMARY_FROM_REPLICAS_AND_CLIENTS(
            "primary cut off from other pods and clients", false, Need.TELLING_PARTIES_APART),
    CUT_PRIMARY_FROM_OPERATOR_AND_CLIENTS(
            "primary cut off from operator and clients", false, Need.TELLING_PARTIES_APART),
    STALL_PRIMARY_DISK("primary's disk stalls", true, Need.STALLING_DISK),
    STALL_REPLICA_DISK("a replica's disk stalls", false, Need.STALLING_DISK),
    FILL_PRIMARY_DISK("primary's disk full", false, Need.BOUNDED_DISK),
    FILL_REPLICA_DISK("a replica's disk full", false, Need.BOUNDED_DISK),
    EXHAUST_CONNECTIONS("clients take every connection", false),
    EMPTY_PRIMARY("primary's data directory deleted", true),
    EMPTY_REPLICA("a replica's data directory deleted", false),
    KILL_REPLICA("a replica killed", false),
    FREEZE_REPLICA("a replica frozen, then thawed", false),
    CUT_REPLICA_OFF("a replica cut off from everyone", false),
    KILL_EVERY_REPLICA("all replicas killed", false),
    KILL_PRIMARY_AND_REPLICA("primary and a replica killed at once", false),
    KILL_EVERYBODY("all containers killed at once", false),
    DELETE_EVERYBODY("all pods deleted at once", false),
    PAUSE_REPLAY_AND_KILL("replay paused on replicas, primary killed", false),
    DELAY_REPLAY_AND_KILL("replay five seconds late, primary killed", true),
    HOLD_SNAPSHOT_AND_KILL("replay waits for a query, primary killed", true),
    KILL_PRIMARY_AND_OPERATOR("primary killed, then the operator at any moment", true),
    KILL_OPERATOR_AT_WRITE("primary killed, operator killed at a write to the API", true, Need.API_FAULTS),
    KILL_OPERATOR_AT_STATEMENT("primary killed, operator killed at a statement", true),
    KILL_PRIMARY_WITH_TWO_OPERATORS("primary killed, two operators lead", true),
    FREEZE_PRIMARY_WITH_TWO_OPERATORS("primary frozen, two operators lead", true),
    SWITCHOVER_WITH_TWO_OPERATORS("switchover, two operators lead", true),
    KILL_PRIMARY_IN_OUTAGE("primary killed while the API server is away", true, Need.API_FAULTS),
    KILL_CANDIDATE("primary killed, its successor killed before promotion", true),
    KILL_TWO_PRIMARIES("primary killed, its successor killed after promotion", true),
    FREEZE_CANDIDATE("primary killed, its successor frozen for a moment", true),
    SWITCHOVER("switchover", true),
    KILL_PRIMARY_IN_SWITCHOVER("primary killed during a switchover", true),
    KILL_TARGET_IN_SWITCHOVER("target killed during a switchover", false),
    KILL_OPERATOR_IN_SWITCHOVER("operator killed during a switchover", true);

    private final String description;
    private final boolean movesWrites;
    private final Need need;

    Fault(String description, boolean movesWrites) {
        this(description, movesWrites, Need.NOTHING);
    }

    Fault(String description, boolean movesWrites, Need need) {
        this.description = description;
        this.movesWrites = movesWrites;
        this.need = need;
    }

    /** For people. */
    String description() {
        return description;
    }

    /** Whether it is over only when somebody takes writes in another term. */
    boolean movesWrites() {
        return movesWrites;
    }

    Need need() {
        return need;
    }
}

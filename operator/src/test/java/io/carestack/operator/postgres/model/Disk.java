package io.carestack.operator.postgres.model;

/**
 * What survives the end of an instance's process.
 *
 * @param filling how often the directory was filled: its incarnation
 * @param log empty when there is no data
 * @param term in the configuration files
 * @param epoch in the configuration files
 * @param conninfo from whom it streams
 * @param names in the configuration files
 * @param order of the operator for the time when the server does not run
 */
record Disk(int filling, String log, int term, int epoch, Stream conninfo, Names names, Order order) {

    /** What the entrypoint shall do, or was doing. */
    enum Order {
        NONE,
        REWIND,
        REWINDING,
        DISCARD
    }

    static Disk empty(int filling) {
        return new Disk(filling, Wal.NONE, 0, 0, Stream.NONE, Names.NOBODY, Order.NONE);
    }

    boolean filled() {
        return !log.isEmpty();
    }

    int timeline() {
        return Wal.timeline(log);
    }

    Disk withLog(String next) {
        return new Disk(filling, next, term, epoch, conninfo, names, order);
    }

    /** An order counts in its term only; a rewind that was begun must be undone in any. */
    Disk withTerm(int next) {
        Order left = next > term && order != Order.REWINDING ? Order.NONE : order;
        return new Disk(filling, log, Math.max(term, next), epoch, conninfo, names, left);
    }

    Disk withEpoch(int next) {
        return new Disk(filling, log, term, Math.max(epoch, next), conninfo, names, order);
    }

    Disk withConninfo(Stream next) {
        return new Disk(filling, log, term, epoch, next, names, order);
    }

    Disk withNames(Names next) {
        return new Disk(filling, log, term, epoch, conninfo, next, order);
    }

    Disk withOrder(Order next) {
        return new Disk(filling, log, term, epoch, conninfo, names, next);
    }
}

package io.carestack.operator.postgres.model;

/**
 * One instance: its directory, its process and its pod.
 *
 * @param receiver the WAL receiver that runs, which may lag behind the configuration
 * @param used the names that processes go by, which may lag behind the files
 * @param promotion the term of a promotion that was ordered and has not happened yet; 0 when none was
 * @param reported four bits for each instance: how much of this primary's log it has said to have flushed under a name that counts
 * @param oldest log before this position is gone
 * @param noted what a mutant's operator has read before the seal
 * @param labelled clients are sent to the pod
 */
record Machine(
        int ordinal,
        Disk disk,
        Life life,
        boolean frozen,
        Stream receiver,
        Names used,
        int promotion,
        int reported,
        int oldest,
        String noted,
        boolean labelled) {
    private static final int WIDTH = 4;

    /** What its process does. */
    enum Life {
        /** No pod, and none is wanted. */
        REMOVED,
        /** Gone for good with its data. */
        LOST,
        /** The entrypoint waits for somebody to clone. */
        EMPTY,
        DOWN,
        STANDBY,
        PRIMARY
    }

    static Machine of(int ordinal, Disk disk, Life life) {
        return new Machine(ordinal, disk, life, false, Stream.NONE, Names.NOBODY, 0, 0, 0, Wal.NONE, false);
    }

    boolean runs() {
        return life == Life.STANDBY || life == Life.PRIMARY;
    }

    boolean answers() {
        return runs() && !frozen;
    }

    boolean leads() {
        return life == Life.PRIMARY && !frozen;
    }

    int reportedBy(int other) {
        return reported >> (other * WIDTH) & 15;
    }

    /** Whether commits up to this position are acknowledged by the names in use. */
    boolean held(int position) {
        return heldUnderAnyName(position) && (used.required() == 0 || used.term() == disk.timeline());
    }

    boolean heldUnderAnyName(int position) {
        int holders = 0;
        for (int other = 0; other * WIDTH < Integer.SIZE; other++) {
            if ((used.members() >> other & 1) != 0 && reportedBy(other) >= position) {
                holders++;
            }
        }
        return holders >= used.required();
    }

    Machine reported(int other, int position) {
        return position <= reportedBy(other)
                ? this
                : new Machine(
                        ordinal,
                        disk,
                        life,
                        frozen,
                        receiver,
                        used,
                        promotion,
                        reported & ~(15 << (other * WIDTH)) | position << (other * WIDTH),
                        oldest,
                        noted,
                        labelled);
    }

    /** The process and its memory are gone. */
    Machine dead(Life next) {
        return new Machine(ordinal, disk, next, false, Stream.NONE, Names.NOBODY, 0, 0, 0, Wal.NONE, labelled);
    }

    Machine withDisk(Disk next) {
        return new Machine(ordinal, next, life, frozen, receiver, used, promotion, reported, oldest, noted, labelled);
    }

    Machine withLife(Life next) {
        return new Machine(ordinal, disk, next, frozen, receiver, used, promotion, reported, oldest, noted, labelled);
    }

    Machine withFrozen(boolean next) {
        return new Machine(ordinal, disk, life, next, receiver, used, promotion, reported, oldest, noted, labelled);
    }

    Machine withReceiver(Stream next) {
        return new Machine(ordinal, disk, life, frozen, next, used, promotion, reported, oldest, noted, labelled);
    }

    Machine withUsed(Names next) {
        return new Machine(ordinal, disk, life, frozen, receiver, next, promotion, reported, oldest, noted, labelled);
    }

    Machine withPromotion(int next) {
        return new Machine(ordinal, disk, life, frozen, receiver, used, next, reported, oldest, noted, labelled);
    }

    Machine withOldest(int next) {
        return new Machine(ordinal, disk, life, frozen, receiver, used, promotion, reported, next, noted, labelled);
    }

    Machine withNoted(String next) {
        return new Machine(ordinal, disk, life, frozen, receiver, used, promotion, reported, oldest, next, labelled);
    }

    Machine withLabel(boolean next) {
        return new Machine(ordinal, disk, life, frozen, receiver, used, promotion, reported, oldest, noted, next);
    }
}

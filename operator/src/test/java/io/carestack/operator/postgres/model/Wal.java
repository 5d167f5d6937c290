package io.carestack.operator.postgres.model;

import java.util.stream.Collectors;

/**
 * Write-ahead logs: one character for each entry, which is a promotion or a commit of a term.
 *
 * <p>A term has one promotion, so the entry says who wrote it, and equal logs hold equal data.
 */
final class Wal {
    static final String NONE = "";
    private static final int KINDS = 4;

    private Wal() {}

    static String promotion(int term) {
        return String.valueOf((char) (term * KINDS));
    }

    static String commit(int term, int number) {
        return String.valueOf((char) (term * KINDS + number));
    }

    /** A bit for the commit. */
    static int bit(char entry) {
        return 1 << entry;
    }

    static boolean isCommit(char entry) {
        return entry % KINDS != 0;
    }

    static int term(char entry) {
        return entry / KINDS;
    }

    /** The term of the last promotion; 0 for an empty log. */
    static int timeline(String log) {
        for (int index = log.length() - 1; index >= 0; index--) {
            if (!isCommit(log.charAt(index))) {
                return term(log.charAt(index));
            }
        }
        return 0;
    }

    static int promotions(String log) {
        return (int) log.chars().filter(entry -> !isCommit((char) entry)).count();
    }

    /** Commits of the last timeline. */
    static int commits(String log) {
        int timeline = timeline(log);
        return (int) log.chars()
                .filter(entry -> isCommit((char) entry) && term((char) entry) == timeline)
                .count();
    }

    /** The commits of the log as bits. */
    static int bits(String log) {
        int bits = 0;
        for (int index = 0; index < log.length(); index++) {
            bits |= isCommit(log.charAt(index)) ? bit(log.charAt(index)) : 0;
        }
        return bits;
    }

    /** Bits of the commits of this term and of those before. */
    static int upTo(int term) {
        return (1 << ((term + 1) * KINDS)) - 1;
    }

    /** For people: {@code ^2} is the promotion of term 2, {@code 2.1} its first commit. */
    static String text(String log) {
        return log.chars()
                .mapToObj(entry ->
                        isCommit((char) entry) ? term((char) entry) + "." + entry % KINDS : "^" + term((char) entry))
                .collect(Collectors.joining(" ", "[", "]"));
    }
}

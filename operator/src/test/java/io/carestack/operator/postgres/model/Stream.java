package io.carestack.operator.postgres.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a standby gets its log from, and under which name.
 *
 * @param text {@code primary_conninfo}
 * @param target the instance that it names
 * @param term of the application name; 0 when no commit waits for it
 */
record Stream(String text, int target, int term) {
    static final Stream NONE = new Stream("", -1, -1);

    private static final Pattern CONNINFO =
            Pattern.compile("host=[a-z-]*-(\\d+)\\..*application_name=[a-z-]*-\\d+_t(\\d+).*");

    static Stream of(String conninfo) {
        Matcher matcher = CONNINFO.matcher(conninfo);
        return matcher.matches()
                ? new Stream(conninfo, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
                : NONE;
    }

    /** What the entrypoint writes after a clone or a rewind. */
    static Stream entrypoint(int target, int own, int term) {
        return of("host=%s.entrypoint application_name=%s_t%d".formatted(World.name(target), World.name(own), term));
    }

    Stream to(int other) {
        return new Stream(text, other, term);
    }

    boolean none() {
        return target < 0;
    }
}

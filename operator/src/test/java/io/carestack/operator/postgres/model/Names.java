package io.carestack.operator.postgres.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code synchronous_standby_names}.
 *
 * @param required members that must have a commit; 0 when none waits
 * @param members a bit for each instance that is named
 * @param term of the names
 */
record Names(String text, int required, int members, int term) {
    private static final Pattern ANY = Pattern.compile("ANY (\\d+) .*");
    private static final Pattern STREAM = Pattern.compile("-(\\d+)_t(\\d+)\"");

    static final Names NOBODY = of("ANY 1 (carestack_none)");
    static final Names EMPTY = of("");

    static Names of(String text) {
        Matcher any = ANY.matcher(text);
        int required = any.matches() ? Integer.parseInt(any.group(1)) : 0;
        int members = 0;
        int term = 0;
        Matcher stream = STREAM.matcher(text);
        while (stream.find()) {
            members |= 1 << Integer.parseInt(stream.group(1));
            term = Integer.parseInt(stream.group(2));
        }
        return new Names(text, required, members, term);
    }

    /** How many of these are certain to have what was acknowledged; any number where nothing can be. */
    int guaranteed(int among) {
        return Integer.bitCount(members) < required ? Integer.MAX_VALUE : required - Integer.bitCount(members & ~among);
    }
}

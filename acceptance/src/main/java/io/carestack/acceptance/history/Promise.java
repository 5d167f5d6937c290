package io.carestack.acceptance.history;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a value of {@code synchronous_standby_names} makes a commit wait for. */
final class Promise {
    private static final Pattern COUNTED = Pattern.compile("(?:(?:ANY|FIRST)\\s+)?(\\d+)\\s*\\(.*");

    private Promise() {}

    /** Number of standbys that must have a commit on disk; a list without a number asks for one. */
    static int copies(String names) {
        String stripped = names.strip();
        if (stripped.isEmpty()) {
            return 0;
        }
        Matcher matcher = COUNTED.matcher(stripped);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 1;
    }
}

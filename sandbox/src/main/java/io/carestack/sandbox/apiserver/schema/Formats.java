package io.carestack.sandbox.apiserver.schema;

import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.regex.Pattern;

/** The string formats that schemas may name; formats that the server does not know are not checked. */
final class Formats {
    private static final Pattern UUID =
            Pattern.compile("(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
    private static final Pattern DURATION = Pattern.compile("[+-]?([0-9]+(\\.[0-9]+)?(ns|us|µs|ms|s|m|h|d|w)\\s*)+|0");
    private static final Pattern HOSTNAME = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?" + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\\.?");
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.(?!$)|$)){4}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");

    private Formats() {}

    static boolean fits(String format, String text) {
        return switch (format) {
            case "date-time", "datetime" -> parses(() -> OffsetDateTime.parse(text));
            case "date" -> parses(() -> LocalDate.parse(text));
            case "uuid", "uuid3", "uuid4", "uuid5" -> UUID.matcher(text).matches();
            case "duration" -> DURATION.matcher(text).matches();
            case "hostname" -> HOSTNAME.matcher(text).matches();
            case "ipv4" -> IPV4.matcher(text).matches();
            case "ipv6" -> text.contains(":") && text.matches("[0-9A-Fa-f:.]+");
            case "cidr" -> text.matches("[0-9A-Fa-f:.]+/[0-9]{1,3}");
            case "email" -> EMAIL.matcher(text).matches();
            case "uri" -> parses(() -> URI.create(text)) && text.contains(":");
            case "byte" -> parses(() -> Base64.getDecoder().decode(text));
            default -> true;
        };
    }

    private static boolean parses(Runnable parse) {
        try {
            parse.run();
            return true;
        } catch (DateTimeException | IllegalArgumentException malformed) {
            return false;
        }
    }
}

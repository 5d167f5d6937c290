package io.carestack.sandbox.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JSON as the values of the expression language, typed by the schema. */
final class CelValues {
    private static final Set<String> RESERVED = Set.of(
            "true",
            "false",
            "null",
            "in",
            "as",
            "break",
            "const",
            "continue",
            "else",
            "for",
            "function",
            "if",
            "import",
            "let",
            "loop",
            "package",
            "namespace",
            "return",
            "var",
            "void",
            "while");
    private static final Pattern DURATION_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ns|us|µs|ms|s|m|h)");

    private CelValues() {}

    static Object value(Schema schema, JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> object(schema, json);
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                json.forEach(item -> items.add(value(schema.element(), item)));
                yield items;
            }
            case BOOLEAN -> json.asBoolean();
            case NUMBER ->
                json.isIntegralNumber() && !schema.type().equals("number")
                        ? (Object) json.asLong()
                        : (Object) json.asDouble();
            case STRING -> text(schema, json.asText());
            default -> NullValue.NULL_VALUE;
        };
    }

    private static Object text(Schema schema, String text) {
        return switch (schema.text("format")) {
            case "date-time" -> instant(text);
            case "duration" -> duration(text);
            default -> text;
        };
    }

    private static Object instant(String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant;
        } catch (DateTimeParseException malformed) {
            return text;
        }
    }

    private static Duration duration(String text) {
        Duration sum = Duration.ZERO;
        Matcher parts = DURATION_PART.matcher(text);
        while (parts.find()) {
            double nanos = Double.parseDouble(parts.group(1))
                    * switch (parts.group(2)) {
                        case "h" -> 3_600e9;
                        case "m" -> 60e9;
                        case "s" -> 1e9;
                        case "ms" -> 1e6;
                        case "ns" -> 1;
                        default -> 1e3;
                    };
            sum = sum.plusNanos(Math.round(nanos));
        }
        return text.startsWith("-") ? sum.negated() : sum;
    }

    private static Map<String, Object> object(Schema schema, JsonNode json) {
        Map<String, Object> result = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            boolean declared = schema.property(entry.getKey()).isPresent();
            String name = declared ? escape(entry.getKey()) : entry.getKey();
            result.put(name, value(schema.field(entry.getKey()), entry.getValue()));
        });
        return result;
    }

    /** Declared field names become identifiers as the API documents it. */
    private static String escape(String name) {
        if (RESERVED.contains(name)) {
            return "__" + name + "__";
        }
        return name.replace("__", "__underscores__")
                .replace(".", "__dot__")
                .replace("-", "__dash__")
                .replace("/", "__slash__");
    }
}

package io.carestack.sandbox.apiserver.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The selector syntax of the {@code labelSelector} parameter. */
final class LabelSelector {
    private static final Pattern SET = Pattern.compile("([^\\s!=<>,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUAL = Pattern.compile("([^\\s!=,()]+)\\s*(==|=|!=)\\s*([^\\s!=,()]*)");
    private static final Pattern COMPARE = Pattern.compile("([^\\s!=<>,()]+)\\s*([<>])\\s*(-?[0-9]+)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s!=<>,()]+)");

    private LabelSelector() {}

    /** A test of an object's labels; throws 400 when the text is no selector. */
    static Predicate<JsonNode> parse(String text) {
        List<Predicate<JsonNode>> terms = new ArrayList<>();
        for (String part : split(text)) {
            if (!part.isBlank()) {
                terms.add(term(part.strip()));
            }
        }
        return labels -> terms.stream().allMatch(term -> term.test(labels));
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int index = 0; index < text.length(); index++) {
            char character = text.charAt(index);
            if (character == '(') {
                depth++;
            } else if (character == ')') {
                depth--;
            } else if (character == ',' && depth == 0) {
                parts.add(text.substring(start, index));
                start = index + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }

    private static Predicate<JsonNode> term(String text) {
        Matcher set = SET.matcher(text);
        if (set.matches()) {
            String key = set.group(1);
            Set<String> values = Set.of(set.group(3).strip().split("\\s*,\\s*"));
            boolean in = set.group(2).equals("in");
            return labels ->
                    (labels.has(key) && values.contains(labels.path(key).asText())) == in;
        }
        Matcher equal = EQUAL.matcher(text);
        if (equal.matches()) {
            String key = equal.group(1);
            String value = equal.group(3);
            boolean wanted = !equal.group(2).equals("!=");
            return labels -> (labels.has(key) && labels.path(key).asText().equals(value)) == wanted;
        }
        Matcher compare = COMPARE.matcher(text);
        if (compare.matches()) {
            String key = compare.group(1);
            long bound = Long.parseLong(compare.group(3));
            boolean greater = compare.group(2).equals(">");
            return labels -> {
                String value = labels.path(key).asText();
                return value.matches("-?[0-9]+")
                        && (greater ? Long.parseLong(value) > bound : Long.parseLong(value) < bound);
            };
        }
        Matcher exists = EXISTS.matcher(text);
        if (exists.matches()) {
            boolean wanted = exists.group(1).isEmpty();
            String key = exists.group(2);
            return labels -> labels.has(key) == wanted;
        }
        throw ApiException.badRequest("unable to parse requirement: " + text);
    }
}

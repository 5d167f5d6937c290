package io.carestack.sandbox.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The JSONPath that printer columns use: fields, indexes, wildcards and comparisons in filters. */
final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.?\\[\\?\\(\\s*(@[^)]*)\\)\\]"
                    + "|\\.?\\[['\"]([^'\"]+)['\"]\\]|\\.?\\[(-?[0-9]+)\\]|\\.?\\[(\\*)\\]|\\.(\\*)|\\.?((?:[^.\\[\\\\]|\\\\.)+)");
    private static final Pattern FILTER =
            Pattern.compile("@((?:[^=!<>]|\\\\.)*?)\\s*(?:(==|!=|<=|>=|<|>)\\s*(.+?))?\\s*");

    private JsonPath() {}

    /** All values that the path leads to. */
    static List<JsonNode> find(JsonNode root, String path) {
        String bare = path.strip().replaceAll("^\\{|\\}$", "").replaceFirst("^\\$", "");
        List<JsonNode> nodes = List.of(root);
        Matcher steps = STEP.matcher(bare);
        while (steps.find()) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : nodes) {
                step(node, steps, next);
            }
            nodes = next;
        }
        return nodes;
    }

    private static void step(JsonNode node, Matcher step, List<JsonNode> into) {
        if (step.group(1) != null) {
            node.forEach(item -> {
                if (passes(item, step.group(1))) {
                    into.add(item);
                }
            });
        } else if (step.group(3) != null) {
            int index = Integer.parseInt(step.group(3));
            add(node.path(index < 0 ? node.size() + index : index), into);
        } else if (step.group(4) != null || step.group(5) != null) {
            node.forEach(into::add);
        } else {
            String name = step.group(2) != null ? step.group(2) : step.group(6).replaceAll("\\\\(.)", "$1");
            add(node.path(name), into);
        }
    }

    private static void add(JsonNode node, List<JsonNode> into) {
        if (!node.isMissingNode()) {
            into.add(node);
        }
    }

    private static boolean passes(JsonNode item, String condition) {
        Matcher filter = FILTER.matcher(condition);
        if (!filter.matches()) {
            return false;
        }
        List<JsonNode> found = find(item, filter.group(1));
        if (filter.group(2) == null) {
            return !found.isEmpty();
        }
        String wanted = filter.group(3).replaceAll("^['\"]|['\"]$", "");
        return found.stream().anyMatch(value -> compare(value.asText(), filter.group(2), wanted));
    }

    private static boolean compare(String value, String operator, String wanted) {
        boolean numbers = value.matches("-?[0-9.]+") && wanted.matches("-?[0-9.]+");
        int order = numbers
                ? Double.compare(Double.parseDouble(value), Double.parseDouble(wanted))
                : value.compareTo(wanted);
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }
}

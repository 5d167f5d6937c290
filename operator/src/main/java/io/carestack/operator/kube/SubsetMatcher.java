package io.carestack.operator.kube;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether an object already is as desired: whether every field that is desired has its value, whatever else others have added.
 *
 * <p>The API server fills in defaults and drops zero values; neither is a difference. Lists that Kubernetes merges by key are compared by key, so
 * that an injected side-car or environment variable is no difference either; all other lists are compared as a whole.
 */
final class SubsetMatcher {
    /** Keys by which Kubernetes merges lists, by the name of the field that holds the list; the first key that all elements have counts. */
    private static final Map<String, List<String>> MERGE_KEYS = Map.of(
            "containers", List.of("name"),
            "initContainers", List.of("name"),
            "env", List.of("name"),
            "volumes", List.of("name"),
            "volumeMounts", List.of("mountPath"),
            "imagePullSecrets", List.of("name"),
            "ownerReferences", List.of("uid"),
            "topologySpreadConstraints", List.of("topologyKey"),
            "ports", List.of("containerPort", "port"));

    private static final Set<String> QUANTITIES =
            Set.of("cpu", "memory", "storage", "ephemeral-storage", "sizeLimit", "averageValue");

    private SubsetMatcher() {}

    /** Whether {@code desired} is contained in {@code actual}. */
    static boolean matches(JsonNode desired, JsonNode actual) {
        return contains("", desired, actual);
    }

    private static boolean contains(String field, JsonNode desired, JsonNode actual) {
        if (isZero(desired)) {
            return actual.isMissingNode() || isZero(actual);
        }
        return switch (desired.getNodeType()) {
            case OBJECT -> objectContains(desired, actual);
            case ARRAY ->
                MERGE_KEYS.containsKey(field) ? mergedContains(field, desired, actual) : listContains(desired, actual);
            case STRING, NUMBER, BOOLEAN, BINARY, MISSING, NULL, POJO -> scalarEquals(field, desired, actual);
        };
    }

    private static boolean objectContains(JsonNode desired, JsonNode actual) {
        Iterator<Map.Entry<String, JsonNode>> fields = desired.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!contains(field.getKey(), field.getValue(), actual.path(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static boolean listContains(JsonNode desired, JsonNode actual) {
        if (desired.size() != actual.size()) {
            return false;
        }
        for (int i = 0; i < desired.size(); i++) {
            if (!contains("", desired.get(i), actual.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean mergedContains(String field, JsonNode desired, JsonNode actual) {
        for (JsonNode element : desired) {
            Optional<String> key = MERGE_KEYS.getOrDefault(field, List.of()).stream()
                    .filter(element::has)
                    .findFirst();
            if (key.isEmpty()) {
                return listContains(desired, actual);
            }
            if (!anyContains(element, actual, key.get())) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyContains(JsonNode element, JsonNode actual, String key) {
        for (JsonNode candidate : actual) {
            if (candidate.path(key).equals(element.path(key)) && contains("", element, candidate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean scalarEquals(String field, JsonNode desired, JsonNode actual) {
        if (desired.equals(actual) || (actual.isValueNode() && desired.asText().equals(actual.asText()))) {
            return true;
        }
        return QUANTITIES.contains(field)
                && actual.isValueNode()
                && new Quantity(desired.asText())
                                .getNumericalAmount()
                                .compareTo(new Quantity(actual.asText()).getNumericalAmount())
                        == 0;
    }

    /** The values that the API server does not keep: null, false, 0, "", [] and {}. */
    private static boolean isZero(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> true;
            case STRING -> node.asText().isEmpty();
            case NUMBER -> node.decimalValue().signum() == 0;
            case BOOLEAN -> !node.booleanValue();
            case OBJECT, ARRAY -> node.isEmpty();
            case MISSING, BINARY, POJO -> false;
        };
    }
}

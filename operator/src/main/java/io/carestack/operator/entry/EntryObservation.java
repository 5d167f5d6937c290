package io.carestack.operator.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.OptionalKind;
import java.util.Optional;
import java.util.Set;

/**
 * The way in as last seen.
 *
 * @param installed kinds that the cluster has
 * @param refusal why a Gateway refuses the HTTPRoute, in its own words
 */
public record EntryObservation(Set<OptionalKind> installed, Optional<String> refusal) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the HTTPRoute of the stack says about itself. */
    public static EntryObservation of(EffectiveStack stack, Children children, Set<OptionalKind> installed) {
        Optional<String> refusal = children.find(OptionalKind.HTTP_ROUTE.kind(), new Names(stack.name()).entry())
                .map(route -> JSON.<JsonNode>valueToTree(route))
                .flatMap(EntryObservation::refusal);
        return new EntryObservation(Set.copyOf(installed), refusal);
    }

    private static Optional<String> refusal(JsonNode route) {
        for (JsonNode parent : route.path("status").path("parents")) {
            for (JsonNode condition : parent.path("conditions")) {
                if ("False".equals(condition.path("status").asText())) {
                    return Optional.of(condition.path("reason").asText() + ": "
                            + condition.path("message").asText());
                }
            }
        }
        return Optional.empty();
    }
}

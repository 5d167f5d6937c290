package io.carestack.operator.rollout.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.operator.effective.EffectiveRollout.Traffic;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** HTTPRoutes that divide requests between the colours: what they are told, and whether they do it. */
public final class Routes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Routes() {}

    /**
     * The decision that HTTPRoutes carry: another one for each direction and share of a release. Empty where releases leave them alone.
     *
     * @param routes HTTPRoutes of the stack; one that still carries a decision gets the next one
     */
    public static Optional<String> decision(
            EffectiveStack stack, RolloutMemory memory, Collection<GenericKubernetesResource> routes) {
        boolean divides = stack.rollout().traffic() instanceof Traffic.Route
                || memory.aside().isPresent()
                || routes.stream().anyMatch(route -> told(route).isPresent())
                        && memory.target().isPresent();
        return divides
                ? Optional.of(memory.epoch()
                        + memory.aside()
                                .map(aside -> " " + aside.color().label() + " " + aside.share() + "%")
                                .orElse(""))
                : Optional.empty();
    }

    /**
     * Whether every HTTPRoute was told the present decision and its Gateways have taken note of it. On the way out they must say that they do it; on the way
     * back it is enough that they do not do the former one any more.
     */
    static boolean followed(EffectiveStack stack, RolloutMemory memory, List<GenericKubernetesResource> routes) {
        Optional<String> decision = decision(stack, memory, routes);
        return decision.isEmpty()
                || routes.stream()
                        .filter(Routes::divides)
                        .allMatch(route -> told(route).equals(decision)
                                && heard(route, memory.aside().isPresent()));
    }

    /** A route that only redirects has nothing to divide. */
    private static boolean divides(GenericKubernetesResource route) {
        for (JsonNode rule : JSON.<JsonNode>valueToTree(route).path("spec").path("rules")) {
            if (rule.has("backendRefs")) {
                return true;
            }
        }
        return false;
    }

    private static boolean heard(GenericKubernetesResource route, boolean agrees) {
        long generation =
                Optional.ofNullable(route.getMetadata().getGeneration()).orElse(0L);
        for (JsonNode parent : JSON.<JsonNode>valueToTree(route).path("status").path("parents")) {
            for (JsonNode condition : parent.path("conditions")) {
                boolean current = condition.path("observedGeneration").asLong() >= generation;
                boolean says = switch (condition.path("type").asText()) {
                    case "Accepted", "ResolvedRefs" ->
                        "True".equals(condition.path("status").asText());
                    default -> true;
                };
                if (!current || agrees && !says) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Optional<String> told(GenericKubernetesResource route) {
        Map<String, String> annotations = route.getMetadata().getAnnotations();
        return Optional.ofNullable(annotations == null ? null : annotations.get(Labels.WEIGHTS));
    }
}

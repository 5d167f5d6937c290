package io.carestack.operator.rollout.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Memories;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final EffectiveStack STACK = Stacks.effective("""
            components:
            - {name: web, image: 'web:1', port: 8080}
            entry: {host: notes.example.com, gateway: {name: public}}
            rollout: {traffic: {mode: Route}}
            """);
    private static final RolloutMemory SWITCHING =
            Memories.releasing(Phase.Switching, new Revision("one", Color.BLUE), "two");
    private static final RolloutMemory ASIDE = Memories.aside(SWITCHING, Color.GREEN, 50);

    @Test
    void eachShareAndEachDirectionIsADecisionOfItsOwn() {
        assertThat(Routes.decision(STACK, SWITCHING, List.of())).contains("7");
        assertThat(Routes.decision(STACK, ASIDE, List.of())).contains("7 green 50%");
    }

    @Test
    void aStackThatMovesRequestsByItsServicesLeavesItsRoutesAlone() {
        EffectiveStack other = Stacks.effective("components: [{name: web, image: 'web:1', port: 8080}]\n");

        assertThat(Routes.decision(other, SWITCHING, List.of())).isEmpty();
        assertThat(Routes.followed(other, SWITCHING, List.of(route("", 1, "True"))))
                .isTrue();
    }

    @Test
    void whatStillHasSharesIsToldTheEndOfThemAlsoWhenTheSpecAsksForNoneAnyMore() {
        EffectiveStack other = Stacks.effective("components: [{name: web, image: 'web:1', port: 8080}]\n");

        assertThat(Routes.decision(other, SWITCHING, List.of(route("7 green 50%", 2, "True"))))
                .contains("7");
    }

    @Test
    void aRouteFollowsWhenItWasToldAndItsGatewaysSayThatTheyDoIt() {
        assertThat(followed(ASIDE, route("7", 2, "True")))
                .as("told something else")
                .isFalse();
        assertThat(followed(ASIDE, route("7 green 50%", 1, "True")))
                .as("not seen yet")
                .isFalse();
        assertThat(followed(ASIDE, route("7 green 50%", 2, "False")))
                .as("refused")
                .isFalse();
        assertThat(followed(ASIDE, route("7 green 50%", 2, "True"))).isTrue();
    }

    @Test
    void onTheWayBackItIsEnoughThatGatewaysHaveSeenIt() {
        assertThat(followed(SWITCHING, route("7", 1, "True"))).isFalse();
        assertThat(followed(SWITCHING, route("7", 2, "False"))).isTrue();
    }

    @Test
    void aRouteThatOnlyRedirectsHasNothingToFollow() {
        GenericKubernetesResource redirect = Serialization.unmarshal("""
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: notes-entry-redirect, generation: 1}
                spec: {rules: [{filters: [{type: RequestRedirect}]}]}
                """, GenericKubernetesResource.class);

        assertThat(followed(ASIDE, redirect)).isTrue();
    }

    private static boolean followed(RolloutMemory memory, GenericKubernetesResource route) {
        return Routes.followed(STACK, memory, List.of(route));
    }

    private static GenericKubernetesResource route(String decision, long observed, String resolved) {
        return Serialization.unmarshal(
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata:
                  name: notes-entry
                  generation: 2
                  annotations: {%s}
                spec: {rules: [{backendRefs: [{name: notes-web}]}]}
                status:
                  parents:
                  - conditions:
                    - {type: Accepted, status: "True", observedGeneration: %d}
                    - {type: ResolvedRefs, status: "%s", observedGeneration: %d}
                """.formatted(
                                decision.isEmpty() ? "" : "carestack.io/rollout-weights: '" + decision + "'",
                                observed,
                                resolved,
                                observed),
                GenericKubernetesResource.class);
    }
}

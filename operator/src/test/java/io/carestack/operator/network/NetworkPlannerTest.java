package io.carestack.operator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Canonical;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.network.Policies.Place;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkPlannerTest {
    private static final String SPEC = """
            components:
            - {name: web, image: 'web:1', port: 8080, metrics: {port: 9464}}
            - {name: api, image: 'api:1', port: 3001, metrics: {}}
            - {name: worker, image: 'worker:1', metrics: {port: 9100}}
            postgres: {pooler: {image: 'pgbouncer:1'}}
            redis: [{name: cache}, {name: jobs, role: Queue}]
            """;
    private static final EffectiveStack CLOSED = Stacks.effective(
            SPEC + "network: {egress: false, ingressNamespaces: [{purpose: ingress}, {purpose: monitoring}]}\n");
    private static final Map<String, Place> PLACES = places();

    /** Everything that may happen in the closed stack; whatever is not here must be refused. */
    private static final List<String> ALLOWED = List.of(
            "ingress -> web:8080",
            "ingress -> web:9464",
            "ingress -> api:3001",
            "ingress -> worker:9100",
            "web -> web:8080",
            "web -> api:3001",
            "api -> web:8080",
            "api -> api:3001",
            "worker -> web:8080",
            "worker -> api:3001",
            "web -> postgres:5432",
            "api -> postgres:5432",
            "worker -> postgres:5432",
            "pooler -> postgres:5432",
            "postgres -> postgres:5432",
            "operator -> postgres:5432",
            "web -> pooler:5432",
            "api -> pooler:5432",
            "worker -> pooler:5432",
            "web -> redis-cache:6379",
            "api -> redis-cache:6379",
            "worker -> redis-cache:6379",
            "operator -> redis-cache:6379",
            "web -> redis-jobs:6379",
            "api -> redis-jobs:6379",
            "worker -> redis-jobs:6379",
            "operator -> redis-jobs:6379");

    @Test
    void exactlyTheNeededFlowsAreAllowed() {
        Policies policies = policies(CLOSED);
        List<String> allowed = new ArrayList<>();
        PLACES.forEach((from, source) -> PLACES.forEach((to, target) -> {
            for (int port : List.of(80, 3001, 5432, 6379, 8080, 9100, 9464)) {
                if ("care".equals(target.namespace())
                        && !to.equals("stranger")
                        && policies.allow(source, target, port, "TCP")) {
                    allowed.add(from + " -> " + to + ":" + port);
                }
            }
        }));

        assertThat(allowed).containsExactlyInAnyOrderElementsOf(ALLOWED);
    }

    @Test
    void withoutEgressNoPodReachesAnythingOutsideButNames() {
        Policies policies = policies(CLOSED);
        Place outside = new Place(null, Map.of(), Map.of());

        for (String pod : List.of("web", "worker", "postgres", "pooler", "redis-cache")) {
            assertThat(policies.allow(place(pod), outside, 443, "TCP")).as(pod).isFalse();
            assertThat(policies.allow(place(pod), place("elsewhere"), 80, "TCP"))
                    .as(pod)
                    .isFalse();
            assertThat(policies.allow(place(pod), outside, 53, "UDP")).as(pod).isTrue();
            assertThat(policies.allow(place(pod), place("elsewhere"), 53, "TCP"))
                    .as(pod)
                    .isTrue();
        }
    }

    @Test
    void withEgressComponentsReachOutsideButDatabasesDoNot() {
        Policies policies = policies(Stacks.effective(SPEC));
        Place outside = new Place(null, Map.of(), Map.of());

        assertThat(policies.allow(place("web"), outside, 443, "TCP")).isTrue();
        assertThat(policies.allow(place("worker"), outside, 443, "TCP")).isTrue();
        assertThat(policies.allow(place("postgres"), outside, 443, "TCP")).isFalse();
        assertThat(policies.allow(place("pooler"), outside, 443, "TCP")).isFalse();
        assertThat(policies.allow(place("redis-cache"), outside, 443, "TCP")).isFalse();
    }

    @Test
    void withoutAChoiceEveryNamespaceReachesThePortsOfComponentsAndNothingElse() {
        Policies policies = policies(Stacks.effective(SPEC));

        assertThat(policies.allow(place("elsewhere"), place("web"), 8080, "TCP"))
                .isTrue();
        assertThat(policies.allow(place("elsewhere"), place("worker"), 9100, "TCP"))
                .isTrue();
        assertThat(policies.allow(place("elsewhere"), place("web"), 22, "TCP")).isFalse();
        assertThat(policies.allow(place("elsewhere"), place("postgres"), 5432, "TCP"))
                .isFalse();
        assertThat(policies.allow(place("elsewhere"), place("redis-cache"), 6379, "TCP"))
                .isFalse();
    }

    @Test
    void aPodThatOnlyClaimsToBeTheOperatorDoesNotReachTheDatabase() {
        Place impostor = new Place("care", Map.of(), Map.of(Labels.NAME, Labels.OPERATOR));

        assertThat(policies(CLOSED).allow(impostor, place("postgres"), 5432, "TCP"))
                .isFalse();
    }

    @Test
    void anotherStackOfTheNamespaceReachesNoDatabase() {
        Place neighbour = new Place("care", Map.of(), new LinkedHashMap<>(Labels.common("other", "web")));

        assertThat(policies(CLOSED).allow(neighbour, place("postgres"), 5432, "TCP"))
                .isFalse();
        assertThat(policies(CLOSED).allow(neighbour, place("web"), 8080, "TCP")).isFalse();
    }

    @Test
    void jobsOfAReleaseReachWhatComponentsReachAndNobodyReachesThem() {
        Policies policies = policies(Stacks.effective(SPEC
                + "network: {egress: false, ingressNamespaces: [{purpose: ingress}]}\n"
                + "rollout: {migration: {command: [migrate]}}\n"));
        Place job =
                new Place("care", Map.of("kubernetes.io/metadata.name", "care"), Labels.common("notes", Labels.TASKS));

        assertThat(policies.allow(job, place("postgres"), 5432, "TCP")).isTrue();
        assertThat(policies.allow(job, place("pooler"), 5432, "TCP")).isTrue();
        assertThat(policies.allow(job, place("redis-cache"), 6379, "TCP")).isTrue();
        assertThat(policies.allow(job, place("api"), 3001, "TCP")).isTrue();
        assertThat(policies.allow(job, place("elsewhere"), 80, "TCP")).isFalse();
        assertThat(policies.allow(place("web"), job, 8080, "TCP")).isFalse();
        assertThat(policies(CLOSED).allow(job, place("postgres"), 5432, "TCP"))
                .as("without a Job in the spec")
                .isFalse();
    }

    @Test
    void theOperatorReachesComponentsThatItShallTry() {
        Policies policies = policies(Stacks.effective(SPEC + "network: {ingressNamespaces: [{purpose: ingress}]}\n"
                + "rollout: {smokeTests: {http: [{name: root, component: web}]}}\n"));

        assertThat(policies.allow(place("operator"), place("web"), 8080, "TCP")).isTrue();
        assertThat(policies.allow(place("operator"), place("api"), 3001, "TCP")).isFalse();
    }

    @Test
    void noPoliciesAreMadeWhereTheyAreSwitchedOff() {
        assertThat(plan(Stacks.effective(SPEC + "network: {policies: false}\n")))
                .isEmpty();
    }

    @Test
    void policiesOfAClosedStack() {
        Golden.assertMatches("network/closed", plan(CLOSED));
    }

    @Test
    void policiesOfAnOpenStack() {
        Golden.assertMatches("network/open", plan(Stacks.effective(SPEC)));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyObjectIsWrittenAsTheApiServerStoresIt(long seed) {
        assertThat(plan(RandomStacks.effective(seed)))
                .allSatisfy(object -> assertThat(Canonical.violations(object)).isEmpty());
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static Policies policies(EffectiveStack stack) {
        return new Policies("care", plan(stack));
    }

    private static List<NetworkPolicy> plan(EffectiveStack stack) {
        return new NetworkPlanner("carestack-system")
                .plan(stack).desired().stream().map(NetworkPolicy.class::cast).toList();
    }

    private static Place place(String name) {
        return PLACES.getOrDefault(name, new Place(null, Map.of(), Map.of()));
    }

    private static Map<String, Place> places() {
        Map<String, Place> places = new LinkedHashMap<>();
        for (String pod : List.of("web", "api", "worker", "postgres", "pooler", "redis-cache", "redis-jobs")) {
            places.put(
                    pod, new Place("care", Map.of("kubernetes.io/metadata.name", "care"), Labels.common("notes", pod)));
        }
        places.put("stranger", new Place("care", Map.of("kubernetes.io/metadata.name", "care"), Map.of("app", "x")));
        places.put("ingress", new Place("ingress", Map.of("purpose", "ingress"), Map.of("app", "nginx")));
        places.put("elsewhere", new Place("elsewhere", Map.of("kubernetes.io/metadata.name", "elsewhere"), Map.of()));
        places.put(
                "operator",
                new Place(
                        "carestack-system",
                        Map.of("kubernetes.io/metadata.name", "carestack-system"),
                        Map.of(Labels.NAME, Labels.OPERATOR)));
        places.put(
                "other of the operator's namespace",
                new Place(
                        "carestack-system",
                        Map.of("kubernetes.io/metadata.name", "carestack-system"),
                        Map.of(Labels.NAME, "other")));
        places.put("outside", new Place(null, Map.of(), Map.of()));
        return places;
    }
}

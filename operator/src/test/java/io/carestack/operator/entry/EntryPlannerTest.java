package io.carestack.operator.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Canonical;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.OptionalKind;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.ConditionValue.Truth;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EntryPlannerTest {
    private static final Set<OptionalKind> ALL = EnumSet.allOf(OptionalKind.class);
    private static final String COMPONENTS = """
            components:
            - {name: web, image: 'web:1', port: 8080}
            - {name: api, image: 'api:1', port: 3001}
            """;
    private static final String EVERYTHING = """
            host: notes.example.com
            component: web
            routes:
            - {path: /api, component: api}
            - {host: api.example.com, component: api}
            tls: {issuerRef: {name: letsencrypt}}
            loadBalancing: LeastConnections
            rateLimit: {requestsPerSecond: 100, burst: 150, connections: 20}
            maxBodySize: 100M
            timeouts: {request: 60s, connect: 5s}
            webSocket: {paths: [/api/socket.io/]}
            affinity: {cookie: notes}
            cors: {origins: [https://app.example.com], credentials: true}
            securityHeaders: {X-Frame-Options: DENY}
            """;

    @Test
    void aStackWithoutAnEntryHasNoObjectsAndNoCondition() {
        EffectiveStack stack = Stacks.effective(COMPONENTS);

        assertThat(plan(stack, ALL).desired()).isEmpty();
        assertThat(EntryStatus.of(stack, seen(stack, ALL), plan(stack, ALL))).isEmpty();
    }

    @Test
    void theSmallestIngressSendsEverythingToTheFirstComponentWithAPort() {
        Golden.assertMatches(
                "entry/ingress-minimal",
                plan(stack("host: notes.example.com\nvia: Ingress\n"), ALL).desired());
    }

    @Test
    void everySettingThatIngressNginxKnowsIsWritten() {
        Golden.assertMatches(
                "entry/ingress-nginx",
                plan(stack(EVERYTHING + "ingress: {className: nginx}\n"), ALL).desired());
    }

    @Test
    void everySettingThatTraefikKnowsIsWritten() {
        Golden.assertMatches(
                "entry/traefik",
                plan(stack(EVERYTHING + "ingress: {className: traefik, controller: Traefik}\n"), ALL)
                        .desired());
    }

    @Test
    void everySettingThatTheGatewayApiKnowsIsWritten() {
        Golden.assertMatches(
                "entry/gateway",
                plan(stack(EVERYTHING + "gateway: {name: public, namespace: gateways}\n"), ALL)
                        .desired());
    }

    @Test
    void noSnippetIsEverWritten() {
        assertThat(ingress(stack(EVERYTHING + "ingress: {}\n"))
                        .getMetadata()
                        .getAnnotations()
                        .keySet())
                .noneMatch(name -> name.contains("snippet"));
    }

    @Test
    void whatIngressNginxCannotExpressIsNamedByField() {
        assertThat(fields(stack(EVERYTHING + "ingress: {}\n")))
                .containsExactly("spec.entry.loadBalancing", "spec.entry.rateLimit.burst");
    }

    @Test
    void whatTraefikCannotExpressIsNamedByField() {
        assertThat(fields(stack(EVERYTHING + "ingress: {controller: Traefik}\n")))
                .containsExactly(
                        "spec.entry.timeouts.request",
                        "spec.entry.timeouts.connect",
                        "spec.entry.affinity",
                        "spec.entry.loadBalancing");
    }

    @Test
    void whatAGatewayCannotExpressIsNamedByField() {
        assertThat(fields(stack(EVERYTHING + "gateway: {name: public}\n")))
                .containsExactly(
                        "spec.entry.tls",
                        "spec.entry.loadBalancing",
                        "spec.entry.rateLimit",
                        "spec.entry.maxBodySize",
                        "spec.entry.timeouts.connect",
                        "spec.entry.affinity",
                        "spec.entry.cors");
    }

    @Test
    void aPartlyExpressedEntryIsReadyAndSaysWhatIsMissing() {
        ConditionValue condition =
                status(stack("host: a.example.com\ningress: {controller: Traefik}\ntimeouts: {request: 60s}\n"), ALL);

        assertThat(condition.truth()).isEqualTo(Truth.True);
        assertThat(condition.reason()).isEqualTo("PartlyExpressed");
        assertThat(condition.message()).contains("spec.entry.timeouts.request: ");
    }

    @Test
    void aFullyExpressedEntryIsReady() {
        ConditionValue condition = status(stack("host: a.example.com\ningress: {}\nsecurityHeaders: {}\n"), ALL);

        assertThat(condition)
                .isEqualTo(ConditionValue.yes("EntryReady", "Expressed", "a.example.com leads to the stack"));
    }

    @Test
    void aGatewayEntryWithoutTheGatewayApiIsNotReady() {
        EffectiveStack stack = stack("host: a.example.com\ngateway: {name: public}\n");

        assertThat(plan(stack, Set.of()).desired()).isEmpty();
        assertThat(status(stack, Set.of()).truth()).isEqualTo(Truth.False);
        assertThat(status(stack, Set.of()).reason()).isEqualTo("KindNotInstalled");
        assertThat(status(stack, Set.of()).message()).contains("HTTPRoute (gateway.networking.k8s.io/v1)");
    }

    @Test
    void anIssuerWithoutCertManagerIsNotReadyButTheIngressIsMade() {
        EffectiveStack stack = stack("host: a.example.com\ningress: {}\ntls: {issuerRef: {name: le}}\n");

        assertThat(plan(stack, Set.of()).desired())
                .extracting(HasMetadata::getKind)
                .containsExactly("Ingress");
        assertThat(status(stack, Set.of()).reason()).isEqualTo("KindNotInstalled");
    }

    @Test
    void withoutMiddlewaresTraefikServesHttpsOnlyRatherThanPlainHttp() {
        EffectiveStack stack = stack("host: a.example.com\ningress: {controller: Traefik}\ntls: {secretName: tls}\n");

        assertThat(plan(stack, Set.of()).desired())
                .singleElement()
                .satisfies(ingress -> assertThat(ingress.getMetadata().getAnnotations())
                        .containsEntry("traefik.ingress.kubernetes.io/router.entrypoints", "websecure"));
        assertThat(plan(stack, Set.of()).unexpressed())
                .extracting(Unexpressed::field)
                .containsExactly("spec.entry.redirectToHttps", "spec.entry.securityHeaders");
    }

    @Test
    void aRouteThatTheGatewayRefusesIsNotReadyInTheGatewaysWords() {
        EffectiveStack stack = stack("host: a.example.com\ngateway: {name: public}\n");
        GenericKubernetesResource route =
                OptionalKind.HTTP_ROUTE.object(stack.owner().child("notes-entry", "entry"), Map.of());
        route.setAdditionalProperty(
                "status",
                Map.of(
                        "parents",
                        List.of(Map.of(
                                "conditions",
                                List.of(Map.of(
                                        "type",
                                        "Accepted",
                                        "status",
                                        "False",
                                        "reason",
                                        "NotAllowedByListeners",
                                        "message",
                                        "no listener allows it"))))));
        EntryObservation seen = EntryObservation.of(stack, new Children(List.of(route)), ALL);

        ConditionValue condition = EntryStatus.of(stack, seen, EntryPlanner.plan(stack, seen, Optional.empty()))
                .orElseThrow();

        assertThat(condition.truth()).isEqualTo(Truth.False);
        assertThat(condition.message())
                .isEqualTo("Gateway public refuses the route: NotAllowedByListeners: no listener allows it");
    }

    @Test
    void webSocketPathsStayOpenForAnHourAndGoWhereTheirPathLeads() {
        Ingress sockets = plan(stack(EVERYTHING + "ingress: {}\n"), ALL).desired().stream()
                .filter(object -> object.getMetadata().getName().equals("notes-entry-websocket"))
                .map(Ingress.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(sockets.getMetadata().getAnnotations())
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "3600");
        assertThat(sockets.getSpec()
                        .getRules()
                        .getFirst()
                        .getHttp()
                        .getPaths()
                        .getFirst()
                        .getBackend()
                        .getService()
                        .getName())
                .isEqualTo("notes-api");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyObjectIsWrittenAsTheApiServerStoresIt(long seed) {
        EffectiveStack stack = RandomStacks.effective(seed);
        assertThat(plan(stack, ALL).desired().stream().filter(Ingress.class::isInstance))
                .allSatisfy(object -> assertThat(Canonical.violations(object)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTwoObjectsOfAKindShareAName(long seed) {
        EffectiveStack stack = RandomStacks.effective(seed);
        assertThat(plan(stack, ALL).desired())
                .extracting(
                        object -> object.getKind() + "/" + object.getMetadata().getName())
                .doesNotHaveDuplicates();
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static EffectiveStack stack(String entry) {
        return Stacks.effective(COMPONENTS + "entry:\n" + entry.indent(2));
    }

    private static EntryPlan plan(EffectiveStack stack, Set<OptionalKind> installed) {
        return EntryPlanner.plan(stack, seen(stack, installed), Optional.empty());
    }

    private static EntryObservation seen(EffectiveStack stack, Set<OptionalKind> installed) {
        return EntryObservation.of(stack, new Children(List.of()), installed);
    }

    private static ConditionValue status(EffectiveStack stack, Set<OptionalKind> installed) {
        return EntryStatus.of(stack, seen(stack, installed), plan(stack, installed))
                .orElseThrow();
    }

    private static List<String> fields(EffectiveStack stack) {
        return plan(stack, ALL).unexpressed().stream().map(Unexpressed::field).toList();
    }

    private static Ingress ingress(EffectiveStack stack) {
        return (Ingress) plan(stack, ALL).desired().getFirst();
    }
}

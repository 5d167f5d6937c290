package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.sandbox.apiserver.fault.Faults.Injection;
import io.carestack.sandbox.apiserver.fault.WriteFault;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operator never changes a replica count that belongs to an HPA, whatever happens between two of its writes. No pod runs here, so that every release
 * is built and none is switched to.
 */
class AutoscalerTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              components:
              - {name: web, image: "ghcr.io/acme/web:%d", port: 3000, replicas: {min: %d, max: %d}}
              monitoring: {enabled: false}
              postgres: {enabled: false}
              redis: []
            """;
    private static final String LIVE = "care-web-blue";
    private static final String NEXT = "care-web-green";

    private final ApiStage stage = ApiStage.start();
    private final Space space = stage.space("scaled");
    private final Set<Integer> counts = ConcurrentHashMap.newKeySet();
    private Watch watch = () -> {};

    @AfterEach
    void close() {
        watch.close();
        stage.close();
    }

    @Test
    void theFirstCountStaysWhileNobodyScales() {
        apply(1, 2, 5);
        watchCounts();

        apply(2, 2, 5);
        apply(3, 2, 5);

        assertThat(counts).containsExactly(2);
    }

    @Test
    void theCountOfTheAutoscalerSurvivesChangesAndRestarts() {
        apply(1, 2, 5);
        scale(4);
        watchCounts();

        apply(2, 2, 5);
        stage.restartOperator();
        apply(3, 2, 5);

        assertThat(counts).containsExactly(4);
        assertThat(deployment(NEXT).getSpec().getReplicas()).isEqualTo(4);
    }

    @Test
    void aSizeThatWasFixedBecomesTheAutoscalersAsItIs() {
        apply(1, 3, 3);
        watchCounts();

        apply(2, 2, 5);
        apply(3, 2, 5);

        assertThat(counts).containsExactly(3);
    }

    /** A release that begins is kept, remembered twice, built and remembered again; the HPA scales after the operator has died. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aCrashAtAnyWriteOfTheFirstChangeLeavesTheCountToTheAutoscaler(int fatal) {
        apply(1, 2, 5);
        watchCounts();
        AtomicInteger number = new AtomicInteger();
        Predicate<ApiRequest> last = request -> isOperators(request) && number.incrementAndGet() == fatal;
        Predicate<ApiRequest> later = request -> isOperators(request) && number.get() > fatal;
        try (Injection crash = stage.server().faults().onWrites(last, new WriteFault.LoseAnswer());
                Injection dead = stage.server()
                        .faults()
                        .onWrites(later, new WriteFault.Refuse(HttpURLConnection.HTTP_UNAVAILABLE))) {
            space.apply(STACK.formatted(2, 2, 5));
            Space.eventually(() -> assertThat(crash.strikes()).isEqualTo(1));
            assertThat(dead.strikes()).isNotNegative();
            stage.stopOperator();
        }
        assertThat(counts).containsExactly(2);
        scale(4);
        stage.startOperator();
        awaitImage(2);
        apply(3, 2, 5);

        assertThat(counts).containsExactlyInAnyOrder(2, 4);
        assertThat(deployment(LIVE).getSpec().getReplicas()).isEqualTo(4);
    }

    private void apply(int version, int min, int max) {
        space.apply(STACK.formatted(version, min, max));
        awaitImage(version);
    }

    private void awaitImage(int version) {
        Space.eventually(() -> {
            assertThat(deployment(version == 1 ? LIVE : NEXT)
                            .getSpec()
                            .getTemplate()
                            .getSpec()
                            .getContainers()
                            .getFirst()
                            .getImage())
                    .isEqualTo("ghcr.io/acme/web:" + version);
            assertThat(space.stack("care").getStatus().observedGeneration())
                    .isEqualTo(space.stack("care").getMetadata().getGeneration());
        });
    }

    /** As an HPA does it. */
    private void scale(int replicas) {
        space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName(LIVE)
                .scale(replicas);
    }

    private Deployment deployment(String name) {
        return space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName(name)
                .require();
    }

    /** Every count from now on. */
    private void watchCounts() {
        counts.add(deployment(LIVE).getSpec().getReplicas());
        watch = space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName(LIVE)
                .watch(new Watcher<>() {
                    @Override
                    public void eventReceived(Action action, Deployment deployment) {
                        if (action != Action.BOOKMARK) {
                            counts.add(deployment.getSpec().getReplicas());
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {
                        throw new IllegalStateException(cause);
                    }
                });
    }

    private static boolean isOperators(ApiRequest request) {
        return request.userAgent().contains(Stage.OPERATOR);
    }
}

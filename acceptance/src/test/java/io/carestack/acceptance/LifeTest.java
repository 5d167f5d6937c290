package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.acceptance.history.Writers;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The life of one stack with real processes, from its first ready moment to its return after it was deleted. */
@Tag("cluster")
@StageTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeTest {
    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {COLOUR: %s}
            """;
    private static final String TOKEN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: token}
            stringData: {TOKEN: %s}
            """;
    private static final String TEMPLATE = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - name: web
                image: %s
                port: 3001
                replicas: {min: 1, max: 1}
                probes: {readiness: /api/health/ready}
                envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: token}}]
              postgres: {instances: 1, image: "postgres:15"}
              redis: [{name: main, role: SessionStore, image: "redis:7"}]
              rollout:
                verification: {interval: 1s, consecutive: 1, attempts: 60}
                monitor: {duration: 1s}
                retire: {after: 0s}
            """;

    private final LiveStage stage;
    private final Space space;
    private final String manifest;

    LifeTest(LiveStage stage) {
        this.stage = stage;
        this.space = stage.space("life");
        this.manifest = TEMPLATE.formatted(stage.image());
    }

    @BeforeAll
    void makeTheStack() {
        space.apply(SETTINGS.formatted("red"));
        space.apply(TOKEN.formatted("first"));
        space.apply(manifest);
        space.awaitReady("care");
    }

    @AfterAll
    void close() {
        space.close();
    }

    @Test
    @Order(1)
    void anUnchangedStackIsLeftInPeace() {
        // the last events of the start have to be over
        Space.eventually(() -> {
            stage.requests().clear();
            touch();
            assertThat(stage.requests().all()).isEmpty();
        });

        touch();
        touch();

        assertThat(stage.requests().all()).isEmpty();
    }

    @Test
    @Order(2)
    void anOperatorThatStartsAnewChangesNothing() {
        Map<String, String> before = versions();
        stage.requests().clear();

        stage.restartOperator();
        Space.eventually(() -> assertThat(stage.passes()).isPositive());
        space.awaitReady("care");
        assertThat(stage.requests().writes()).isEmpty();
        assertThat(versions()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void aPausedStackIsNotTouchedAndGoesOnAfterwards() {
        space.patchStack("care", "{\"paused\":true}");
        space.awaitPhase("care", Phase.Paused);

        space.client().services().inNamespace(space.name()).withName("care-web").delete();
        space.patchStack("care", "{\"network\":{\"policies\":false}}");
        space.awaitPhase("care", Phase.Paused);
        assertThat(space.client()
                        .services()
                        .inNamespace(space.name())
                        .withName("care-web")
                        .get())
                .isNull();
        assertThat(space.client()
                        .network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(space.name())
                        .list()
                        .getItems())
                .isNotEmpty();

        space.patchStack("care", "{\"paused\":null,\"network\":null}");
        space.awaitReady("care");
        assertThat(space.client()
                        .services()
                        .inNamespace(space.name())
                        .withName("care-web")
                        .get())
                .isNotNull();
    }

    @Test
    @Order(4)
    void aChangedReferenceRollsThePods() {
        rolls(SETTINGS.formatted("blue"));
        rolls(TOKEN.formatted("second"));
    }

    @Test
    @Order(5)
    void anImageThatDoesNotExistIsNamedAndWhatRunsGoesOn() {
        String missing = stage.missingImage();
        List<String> before = uids(space.pods("web"));

        space.apply(manifest.replace(stage.image(), missing));
        space.awaitCondition("care", "Released", "False", "web green", "ErrImagePull", missing);
        assertThat(uids(space.pods("web"))).containsAll(before);

        space.apply(manifest);
        space.awaitReady("care");
        Space.eventually(() -> assertThat(uids(space.pods("web"))).isEqualTo(before));
    }

    @Test
    @Order(6)
    void aPrimaryThatDiesLeavesWritesToAnotherInstanceAndComesBackAsItsReplica() throws Exception {
        String primary = space.primary("care");
        try (Writers writers = Writers.start(space.user("care").readWrite(), 4)) {
            Space.eventually(() -> assertThat(writers.acknowledged()).hasSizeGreaterThan(100));

            stage.crash(space, primary, "postgres");

            Space.eventually(() -> assertThat(space.stack("care").getStatus().postgres())
                    .satisfies(postgres -> assertThat(postgres.term()).isGreaterThan(2)));
            int before = writers.acknowledged().size();
            Space.eventually(() -> assertThat(writers.acknowledged()).hasSizeGreaterThan(before + 100));
            assertThat(writers.judge().lost()).isEmpty();
        }
        space.awaitReady("care");
    }

    @Test
    @Order(7)
    void aDeletedStackLeavesItsDataAndAnotherOfItsNameTakesThemUp() throws Exception {
        long rows = space.user("care").writeRows(10);
        String password = space.secret("care-postgres-owner", "password");

        space.deleteStack("care");
        Space.eventually(() -> assertThat(space.children())
                .allMatch(child -> child instanceof PersistentVolumeClaim || child instanceof Secret)
                .hasAtLeastOneElementOfType(PersistentVolumeClaim.class)
                .hasAtLeastOneElementOfType(Secret.class));

        space.apply(manifest);
        space.awaitReady("care");
        assertThat(space.secret("care-postgres-owner", "password")).isEqualTo(password);
        Space.eventually(() -> assertThat(space.user("care").rows()).isEqualTo(rows));
        Space.eventually(
                () -> assertThat(space.user("care").redisRoundTrip("main")).isEqualTo("kept"));
    }

    @Test
    @Order(8)
    void withDeleteNothingIsLeft() {
        space.deleteStack("care");
        space.apply(manifest.replace("name: care}", "name: passing}")
                .replace("size: small", "size: small\n  deletionPolicy: Delete"));
        space.awaitReady("passing");

        space.deleteStack("passing");

        Space.eventually(() -> assertThat(names()).noneMatch(name -> name.contains("passing")));
        assertThat(names()).anyMatch(name -> name.startsWith("PersistentVolumeClaim data-care-postgres"));
    }

    private void rolls(String reference) {
        List<String> before = uids(space.pods("web"));
        space.apply(reference);
        Space.eventually(() -> assertThat(uids(space.pods("web"))).hasSize(1).doesNotContainAnyElementsOf(before));
        space.awaitReady("care");
    }

    private List<String> names() {
        return space.children().stream()
                .map(child -> child.getKind() + " " + child.getMetadata().getName())
                .toList();
    }

    /** Makes the operator look at the stack, by a label of somebody else's on a child, and waits for the end of the pass. */
    private void touch() {
        long before = stage.passes();
        space.client()
                .services()
                .inNamespace(space.name())
                .withName("care-web")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"metadata\":{\"labels\":{\"touched\":\"" + System.nanoTime() + "\"}}}");
        Space.eventually(() -> assertThat(stage.passes()).isGreaterThan(before));
    }

    private Map<String, String> versions() {
        return space.children().stream()
                .filter(child -> !(child instanceof Pod))
                .collect(Collectors.toMap(
                        child -> child.getKind() + " " + child.getMetadata().getName(),
                        child -> child.getMetadata().getResourceVersion()));
    }

    private static List<String> uids(List<Pod> pods) {
        return pods.stream()
                .map((HasMetadata pod) -> pod.getMetadata().getUid())
                .sorted()
                .toList();
    }
}

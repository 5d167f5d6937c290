package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The largest example on a real cluster, with its requests lowered so that a small node can hold it. */
@Tag("cluster")
@Tag("cluster-only")
@StageTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterExampleTest {
    private static final String STACK = "writecarenotes";
    private static final String RESOURCES = "resources: {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 512Mi}}";

    private final Space space;

    ClusterExampleTest(LiveStage stage) {
        this.space = stage.space(STACK);
    }

    @BeforeAll
    void makeTheStack() throws IOException {
        space.apply(Files.readString(Repository.path("examples/writecarenotes-prerequisites.yaml")));
        space.apply(lowered(Files.readString(Repository.path("examples/writecarenotes.yaml"))));
        space.awaitReady(STACK);
    }

    @AfterAll
    void close() {
        space.close();
    }

    @Test
    @Order(1)
    void everyPodIsReady() {
        assertThat(space.pods("app")).hasSize(3).allMatch(ClusterExampleTest::isReady);
        assertThat(space.pods("postgres")).hasSize(3).allMatch(ClusterExampleTest::isReady);
        assertThat(database().ready()).isEqualTo("3/3");
    }

    @Test
    @Order(2)
    void rowsReachTheReplicasAndValuesReachRedis() throws Exception {
        int rows = space.user(STACK).writeRows(20);

        // the node learns of new endpoints a moment after the stack
        Space.eventually(() -> assertThat(space.user(STACK).awaitRows(rows)).isEqualTo(rows));
        Space.eventually(
                () -> assertThat(space.user(STACK).redisRoundTrip("main")).isEqualTo("kept"));
    }

    @Test
    @Order(3)
    void rowsSurviveTheLossOfThePrimary() throws Exception {
        long rows = space.user(STACK).rows();
        String primary = Objects.requireNonNull(database().primary());

        space.client()
                .pods()
                .inNamespace(space.name())
                .withName(primary)
                .withGracePeriod(0)
                .delete();

        Space.eventually(() -> assertThat(database().ready()).isEqualTo("3/3"));
        space.awaitReady(STACK);
        Space.eventually(() -> assertThat(space.user(STACK).rows()).isEqualTo(rows));
        assertThat(space.client()
                        .pods()
                        .inNamespace(space.name())
                        .withLabel(Labels.ROLE, "primary")
                        .list()
                        .getItems())
                .hasSize(1);
    }

    private PostgresStatus database() {
        return Objects.requireNonNull(space.stack(STACK).getStatus().postgres());
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getConditions().stream()
                .anyMatch(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    private static String lowered(String example) {
        String lowered = example.replaceAll("resources:\\n +requests: .*\\n +limits: .*", RESOURCES)
                .replaceFirst("(?m)^    instances: 3", "    instances: 3\n    " + RESOURCES)
                .replaceFirst("(?m)^    role: SessionStore", "    role: SessionStore\n    " + RESOURCES);
        assertThat(lowered.split("cpu: 10m", -1)).hasSize(4);
        return lowered;
    }
}

package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A stack that a GitOps tool has synced is in sync whatever the operator and autoscalers do. */
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
class DriftTest {
    private static final String SCALED = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: scaled, labels: {team: care}}
            spec:
              components:
              - {name: web, image: "ghcr.io/acme/web:1", port: 3000, replicas: {min: 2, max: 6}}
              postgres: {enabled: false}
              redis: []
            """;

    private final TestStage stage = TestStage.withoutPods();
    private final Space space = stage.space("drift");

    @AfterAll
    void close() {
        stage.close();
    }

    @TestFactory
    Stream<DynamicTest> anExampleDoesNotDrift() throws IOException {
        List<Path> examples;
        try (Stream<Path> files = Files.list(Repository.path("examples"))) {
            examples = files.filter(file -> !file.toString().endsWith("-prerequisites.yaml"))
                    .sorted()
                    .toList();
        }
        assertThat(examples).hasSize(8);
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(example.getFileName().toString(), () -> {
                    SyncedStack stack = SyncedStack.sync(space, Files.readString(example));
                    inSync(stack);
                    awaitStatus(stack);
                    inSync(stack);
                    space.deleteStack(stack.name());
                }));
    }

    @Test
    void aScaleOutIsNoDrift() {
        SyncedStack stack = SyncedStack.sync(space, SCALED);
        awaitStatus(stack);
        RollableScalableResource<Deployment> deployment =
                space.client().apps().deployments().inNamespace(space.name()).withName("scaled-web-blue");
        Space.eventually(
                () -> assertThat(deployment.require().getSpec().getReplicas()).isPositive());
        inSync(stack);

        deployment.scale(6);
        inSync(stack);

        Space.eventually(
                () -> assertThat(space.stack("scaled").getStatus().app()).endsWith("/6"));
        inSync(stack);
        assertThat(deployment.require().getSpec().getReplicas()).isEqualTo(6);
    }

    /** Otherwise the tests above would show nothing. */
    @Test
    void whatIsChangedInTheClusterOrInGitIsDrift() {
        SyncedStack stack = SyncedStack.sync(space, SCALED.replace("name: scaled", "name: changed"));
        ObjectNode withoutRedis = stack.git();
        withoutRedis.withObject("spec").remove("redis");
        assertThat(stack.drift(withoutRedis).at("/spec/redis").isNull()).isTrue();

        space.patchStack("changed", "{\"size\":\"large\",\"postgres\":{\"enabled\":true}}");

        assertThat(stack.drift().at("/spec/postgres/enabled").asBoolean(true)).isFalse();
        assertThat(stack.added().path("spec").path("size").asText()).isEqualTo("large");
    }

    private void awaitStatus(SyncedStack stack) {
        Space.eventually(() ->
                assertThat(space.stack(stack.name()).getStatus().effective()).isNotNull());
    }

    private static void inSync(SyncedStack stack) {
        assertThat(stack.drift()).isEmpty();
        assertThat(stack.added()).isEmpty();
    }
}

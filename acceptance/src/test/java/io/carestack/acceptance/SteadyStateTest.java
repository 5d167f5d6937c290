package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an operator leaves alone, and what is left of a stack. */
@Tag("cluster")
class SteadyStateTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              deletionPolicy: %s
              components:
              - {name: web, image: "ghcr.io/acme/web:1", port: 3000, replicas: {min: 2, max: 5}}
              entry: {host: care.example.com, ingress: {className: nginx}}
              postgres: %s
              redis: [{name: queue, role: Queue}]
            """;
    private static final String NONE = "{enabled: false}";

    private final TestStage stage = TestStage.withoutPods();
    private final Space space = stage.space("steady");

    @AfterEach
    void close() {
        stage.close();
    }

    /** Without a database, which is asked how it is until it is well. */
    @Test
    void anUnchangedStackCostsNoRequest() {
        make("Retain", NONE);
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
    void aReplicaCountThatTheAutoscalerChoseStaysAndIsThatOfTheNextRelease() {
        make("Retain", NONE);
        space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName("care-web-blue")
                .scale(4);

        touch();
        space.patchStack(
                "care",
                "{\"components\":[{\"name\":\"web\",\"image\":\"ghcr.io/acme/web:2\",\"port\":3000,\"replicas\":{\"min\":2,\"max\":5}}]}");

        Space.eventually(() -> assertThat(deployment("care-web-green"))
                .satisfies(green -> assertThat(green.getSpec().getReplicas()).isEqualTo(4)));
        assertThat(deployment("care-web-blue").getSpec().getReplicas()).isEqualTo(4);
    }

    @Test
    void ofADeletedStackOnlyItsDataStay() {
        make("Retain", "{instances: 1}");

        space.deleteStack("care");

        Space.eventually(() -> assertThat(space.children())
                .allMatch(child -> child instanceof PersistentVolumeClaim || child instanceof Secret)
                .extracting(HasMetadata::getMetadata)
                .extracting(metadata -> metadata.getName())
                .contains("care-postgres-owner", "care-postgres-superuser"));
    }

    @Test
    void withDeleteNothingStays() {
        make("Delete", "{instances: 1}");

        space.deleteStack("care");

        Space.eventually(() -> assertThat(space.children()).isEmpty());
    }

    private void make(String policy, String postgres) {
        space.apply(STACK.formatted(policy, postgres));
        Space.eventually(() -> assertThat(space.children())
                .extracting(child -> child.getMetadata().getName())
                .contains("care-web-blue", "care-redis-queue"));
        if (!postgres.equals(NONE)) {
            space.awaitCondition("care", "DatabaseReady", "False", "the pod does not exist");
        }
    }

    private Deployment deployment(String name) {
        return space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName(name)
                .require();
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
}

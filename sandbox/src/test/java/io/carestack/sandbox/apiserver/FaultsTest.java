package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.carestack.sandbox.apiserver.fault.WatchFault;
import io.carestack.sandbox.apiserver.fault.WriteFault;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {
    private final ApiTarget target = ApiTarget.sandbox();
    private final SandboxApiServer server = target.server();

    @AfterEach
    void close() {
        target.close();
    }

    private ConfigMap create(String name) {
        return target.client()
                .configMaps()
                .inNamespace("default")
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    private boolean isThere(String name) {
        return target.client()
                        .configMaps()
                        .inNamespace("default")
                        .withName(name)
                        .get()
                != null;
    }

    @Test
    void theSecondWriteIsRefusedAndChangesNothing() {
        server.faults().onWrite(request -> request.resource().equals("configmaps"), 2, new WriteFault.Refuse(503));

        create("a");
        var refused = catchThrowableOfType(KubernetesClientException.class, () -> create("b"));
        create("c");

        assertThat(refused.getCode()).isEqualTo(503);
        assertThat(isThere("b")).isFalse();
        assertThat(isThere("c")).isTrue();
    }

    @Test
    void aWriteWhoseAnswerIsLostIsDone() {
        server.faults().onWrite(request -> true, 1, new WriteFault.LoseAnswer());

        assertThatThrownBy(() -> create("a")).isInstanceOf(KubernetesClientException.class);

        assertThat(isThere("a")).isTrue();
    }

    @Test
    void anOutageIsSurvivedByInformers() {
        try (var informer = target.client().configMaps().inNamespace("default").inform()) {
            server.faults().startOutage();
            assertThatThrownBy(() -> create("lost")).isInstanceOf(KubernetesClientException.class);
            server.faults().endOutage();
            create("a");

            await().untilAsserted(() -> assertThat(informer.getStore().list()).hasSize(1));
        }
    }

    @Test
    void expiredWatchesListAgain() {
        try (var informer = target.client().configMaps().inNamespace("default").inform()) {
            await().untilAsserted(() ->
                    assertThat(server.openWatches("", "configmaps")).isPositive());
            server.requestLog().clear();

            server.faults().expireWatches();
            create("a");

            await().untilAsserted(() -> assertThat(informer.getStore().list()).hasSize(1));
            assertThat(server.requestLog().count(entry -> entry.verb().equals("list")))
                    .isPositive();
        }
    }

    @Test
    void droppedEventsAreNeverSeen() {
        server.faults()
                .onWatchEvents(
                        event -> event.object()
                                .path("metadata")
                                .path("name")
                                .asText()
                                .equals("a"),
                        new WatchFault.Drop());
        try (var informer = target.client().configMaps().inNamespace("default").inform()) {
            create("a");
            create("b");

            await().untilAsserted(() -> assertThat(informer.getStore().list())
                    .extracting(map -> map.getMetadata().getName())
                    .containsExactly("b"));
        }
    }

    @Test
    void theRequestLogCountsReadsAndWrites() {
        create("a");
        isThere("a");

        assertThat(server.requestLog().writes()).isEqualTo(1);
        assertThat(server.requestLog().reads()).isEqualTo(1);
        assertThat(server.requestLog().entries().getFirst().userAgent()).contains("fabric8");
    }
}

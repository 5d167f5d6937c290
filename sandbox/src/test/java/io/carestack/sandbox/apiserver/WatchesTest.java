package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("cluster")
@ParameterizedClass
@MethodSource("io.carestack.sandbox.apiserver.ApiTarget#all")
final class WatchesTest {
    private final ApiTarget target;
    private final String namespace;

    WatchesTest(ApiTarget target) {
        this.target = target;
        this.namespace = target.namespace();
    }

    private static final class Recorder implements Watcher<ConfigMap> {
        private final List<String> seen = new CopyOnWriteArrayList<>();
        private final List<String> bookmarks = new CopyOnWriteArrayList<>();

        @Override
        public void eventReceived(Action action, ConfigMap object) {
            String name = object.getMetadata().getName();
            if (action == Action.BOOKMARK) {
                bookmarks.add(object.getMetadata().getResourceVersion());
            } else {
                seen.add(action + " " + name);
            }
        }

        @Override
        public void onClose(WatcherException cause) {
            seen.add("CLOSED " + (cause.isHttpGone() ? "gone" : ""));
        }
    }

    private ConfigMap create(String name, String label) {
        return target.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(Map.of("app", label))
                        .endMetadata()
                        .build())
                .create();
    }

    @Test
    void aWatchSeesChangesSinceTheVersionItNames() {
        ConfigMap first = create("a", "x");
        create("b", "x");
        Recorder recorder = new Recorder();
        try (Watch watch = target.client()
                .configMaps()
                .inNamespace(namespace)
                .withLabel("app", "x")
                .withResourceVersion(first.getMetadata().getResourceVersion())
                .watch(recorder)) {
            target.client().configMaps().inNamespace(namespace).withName("a").delete();

            await().untilAsserted(() -> assertThat(recorder.seen).containsExactly("ADDED b", "DELETED a"));
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void leavingASelectionLooksLikeADeletion() {
        create("a", "x");
        Recorder recorder = new Recorder();
        try (Watch watch = target.client()
                .configMaps()
                .inNamespace(namespace)
                .withLabel("app", "x")
                .watch(recorder)) {
            target.client().configMaps().inNamespace(namespace).withName("a").edit(map -> {
                map.getMetadata().getLabels().put("app", "y");
                return map;
            });

            await().untilAsserted(() -> assertThat(recorder.seen).containsExactly("ADDED a", "DELETED a"));
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void bookmarksTellIdleWatchesTheVersion() {
        ConfigMap first = create("a", "x");
        Recorder recorder = new Recorder();
        try (Watch watch = target.client()
                .configMaps()
                .inNamespace(namespace)
                .watch(
                        new ListOptionsBuilder()
                                .withAllowWatchBookmarks(true)
                                .withTimeoutSeconds(5L)
                                .withResourceVersion(first.getMetadata().getResourceVersion())
                                .build(),
                        recorder)) {
            await().untilAsserted(() -> assertThat(recorder.bookmarks).isNotEmpty());
            assertThat(watch).isNotNull();
        }
    }

    @Test
    void anInformerFollowsCreatesAndDeletes() {
        try (var informer = target.client()
                .configMaps()
                .inNamespace(namespace)
                .withLabel("app", "i")
                .inform()) {
            create("a", "i");
            await().untilAsserted(() -> assertThat(informer.getStore().list()).hasSize(1));

            target.client().configMaps().inNamespace(namespace).withName("a").delete();

            await().untilAsserted(() -> assertThat(informer.getStore().list()).isEmpty());
        }
    }
}

package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("cluster")
@ParameterizedClass
@MethodSource("io.carestack.sandbox.apiserver.ApiTarget#all")
final class GarbageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final ApiTarget target;
    private final String namespace;

    GarbageTest(ApiTarget target) {
        this.target = target;
        this.namespace = target.namespace();
    }

    private ConfigMap create(String name, ConfigMap... owners) {
        return target.client()
                .configMaps()
                .inNamespace(namespace)
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withOwnerReferences(Stream.of(owners)
                                .map(owner -> new OwnerReferenceBuilder()
                                        .withApiVersion("v1")
                                        .withKind("ConfigMap")
                                        .withName(owner.getMetadata().getName())
                                        .withUid(owner.getMetadata().getUid())
                                        .withBlockOwnerDeletion(true)
                                        .build())
                                .toList())
                        .endMetadata()
                        .build())
                .create();
    }

    private Resource<ConfigMap> map(String name) {
        return target.client().configMaps().inNamespace(namespace).withName(name);
    }

    @Test
    void dependentsGoWithTheirOwner() {
        create("child", create("owner"));

        map("owner").delete();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(map("child").get()).isNull());
    }

    @Test
    void aDependentStaysWhileAnotherOwnerIsThere() {
        create("child", create("one"), create("two"));

        map("one").delete();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(map("child").get().getMetadata().getOwnerReferences())
                        .hasSize(1));
    }

    @Test
    void aForegroundDeletionWaitsForDependents() {
        create("child", create("owner"));

        map("owner").withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(map("owner").get()).isNull());
        assertThat(map("child").get()).isNull();
    }

    @Test
    void orphansLoseOnlyTheirReference() {
        create("child", create("owner"));

        map("owner").withPropagationPolicy(DeletionPropagation.ORPHAN).delete();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(map("owner").get()).isNull());
        assertThat(map("child").get().getMetadata().getOwnerReferences()).isEqualTo(List.of());
    }

    @Test
    void aNamespaceGoesWithItsContents() {
        create("content");

        target.client().namespaces().withName(namespace).delete();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                target.client().namespaces().withName(namespace).get())
                        .isNull());
        assertThat(map("content").get()).isNull();
    }
}

package io.carestack.operator.kube;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class PackedItemStoreTest {
    private final PackedItemStore<Deployment> store = new PackedItemStore<>(Deployment.class);

    @Test
    void givesBackWhatWasPut() {
        Deployment deployment = deployment("web", 3);

        assertThat(store.put("care/web", deployment)).isNull();

        assertThat(store.get("care/web")).isEqualTo(deployment).isNotSameAs(deployment);
        assertThat(store.size()).isEqualTo(1);
        assertThat(store.keySet()).containsExactly("care/web");
    }

    @Test
    void dropsManagedFieldsAndNothingElse() {
        Deployment deployment = deployment("web", 3);
        Deployment bare = Serialization.clone(deployment);
        deployment.getMetadata().getManagedFields().add(new ManagedFieldsEntry());

        store.put("care/web", deployment);

        assertThat(Serialization.asJson(store.get("care/web"))).isEqualTo(Serialization.asJson(bare));
    }

    @Test
    void tellsWhatWasThereBefore() {
        store.put("care/web", deployment("web", 3));

        assertThat(store.put("care/web", deployment("web", 4))).isEqualTo(deployment("web", 3));
        assertThat(store.remove("care/web")).isEqualTo(deployment("web", 4));
        assertThat(store.remove("care/web")).isNull();
        assertThat(store.get("care/web")).isNull();
    }

    @Test
    void namesAllValuesWithoutUnpackingThem() {
        store.put("care/web", deployment("web", 3));

        assertThat(store.values()).singleElement().satisfies(named -> {
            assertThat(store.getKey(named)).isEqualTo("care/web");
            assertThat(named.getMetadata().getLabels()).containsOnlyKeys(Labels.STACK);
            assertThat(named.getSpec()).isNull();
        });
    }

    @Test
    void aChangeOfWhatWasGivenChangesNothing() {
        store.put("care/web", deployment("web", 3));
        HasMetadata given = requireNonNull(store.get("care/web"));

        given.getMetadata().setName("other");

        assertThat(store.get("care/web")).isEqualTo(deployment("web", 3));
    }

    private static Deployment deployment(String name, int replicas) {
        return new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("care")
                .addToLabels("umlaut", "ä")
                .addToLabels(Labels.STACK, "care")
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withNewTemplate()
                .withNewSpec()
                .addNewVolume()
                .withName("tmp")
                .withEmptyDir(new EmptyDirVolumeSource())
                .endVolume()
                .addNewContainer()
                .withName("web")
                .withNewResources()
                .addToRequests("cpu", new Quantity("250m"))
                .endResources()
                .withNewLivenessProbe()
                .withNewHttpGet()
                .withPort(new IntOrString("http"))
                .endHttpGet()
                .endLivenessProbe()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
    }
}

package io.carestack.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentObjectsTest {
    private static final Owner OWNER = new Owner("care", "notes", "uid");

    @Test
    void whatAReleaseDecidesIsNeverWrittenOverInAVersionThatWasNotSeen() {
        assertThat(ContentObjects.isVersioned(new DeploymentBuilder().build())).isTrue();
        assertThat(ContentObjects.isVersioned(new HorizontalPodAutoscalerBuilder().build()))
                .isTrue();
        assertThat(ContentObjects.isVersioned(service("green"))).isTrue();
    }

    @Test
    void servicesWithoutAColourAndConfigMapsAreNoneOfARelease() {
        assertThat(ContentObjects.isVersioned(new ConfigMapBuilder().build())).isFalse();
        assertThat(ContentObjects.isContent(new ConfigMapBuilder().build())).isTrue();
        Service plain = new ServiceBuilder()
                .withNewSpec()
                .addToSelector(Labels.ROLE, "primary")
                .endSpec()
                .build();
        assertThat(ContentObjects.isContent(plain)).isFalse();
        assertThat(ContentObjects.isContent(new ServiceBuilder().build())).isFalse();
        assertThat(ContentObjects.isContent(new StatefulSetBuilder().build())).isFalse();
    }

    @Test
    void aReplacementHasTheWishTheVersionAndTheAddressesOfTheOneThatItReplaces() {
        Service existing = new ServiceBuilder(service("blue"))
                .editMetadata()
                .withResourceVersion("7")
                .addToAnnotations("example.com/theirs", "kept")
                .endMetadata()
                .editSpec()
                .withClusterIP("10.0.0.1")
                .endSpec()
                .build();

        Service replacement = (Service) ContentObjects.replacement(existing, service("green"));

        assertThat(replacement.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(replacement.getMetadata().getAnnotations()).containsEntry("example.com/theirs", "kept");
        assertThat(replacement.getSpec().getClusterIP()).isEqualTo("10.0.0.1");
        assertThat(replacement.getSpec().getSelector()).isEqualTo(Map.of(Labels.COLOR, "green"));
    }

    @Test
    void anObjectOfAnotherStackIsNotOurs() {
        HasMetadata ours = service("blue");
        Service theirs = new ServiceBuilder(service("blue"))
                .editMetadata()
                .addToLabels(Labels.STACK, "other")
                .endMetadata()
                .build();

        assertThat(ContentObjects.sameStack(ours, service("green"))).isTrue();
        assertThat(ContentObjects.sameStack(theirs, ours)).isFalse();
        assertThat(ContentObjects.sameStack(
                        new ServiceBuilder().withNewMetadata().endMetadata().build(), ours))
                .isFalse();
    }

    private static Service service(String color) {
        return new ServiceBuilder()
                .withMetadata(OWNER.child("notes-web", "web"))
                .withNewSpec()
                .addToSelector(Labels.COLOR, color)
                .endSpec()
                .build();
    }
}

package io.carestack.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColorSelectorTest {
    private static final Instant UNTIL = Instant.parse("2026-01-01T00:00:30Z");

    @Test
    void aServiceWithAColorSelectsThatOneWhateverItsAnnotationSays() {
        assertThat(ColorSelector.of(service(Map.of(Labels.COLOR, "green"), "blue " + UNTIL)))
                .contains(ColorSelector.only(Color.GREEN));
    }

    @Test
    void aServiceOnItsWaySelectsBothUntilAMoment() {
        ColorSelector both = new ColorSelector(Color.GREEN, Optional.of(UNTIL));

        assertThat(ColorSelector.of(
                        service(Map.of(Labels.STACK, "notes"), both.annotation().orElseThrow())))
                .contains(both);
    }

    @Test
    void whatIsNeitherHasNothingToDoWithColors() {
        assertThat(ColorSelector.of(service(Map.of(Labels.STACK, "notes"), "by hand")))
                .isEmpty();
        assertThat(ColorSelector.of(service(Map.of(), "green yesterday"))).isEmpty();
        assertThat(ColorSelector.of(new Service())).isEmpty();
    }

    private static Service service(Map<String, String> selector, String overlap) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName("notes-web")
                .addToAnnotations(Labels.OVERLAP, overlap)
                .endMetadata()
                .withNewSpec()
                .withSelector(selector)
                .endSpec()
                .build();
    }
}

package io.carestack.sandbox.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AutoscalerTest {
    private static final HorizontalPodAutoscaler SCALER = new HorizontalPodAutoscalerBuilder()
            .withNewSpec()
            .withMinReplicas(2)
            .withMaxReplicas(5)
            .endSpec()
            .build();

    @Test
    void loadIsMultipliedAndBounded() {
        assertThat(Autoscaler.desired(SCALER, 2, Optional.of(1.6))).isEqualTo(4);
        assertThat(Autoscaler.desired(SCALER, 4, Optional.of(10.0))).isEqualTo(5);
        assertThat(Autoscaler.desired(SCALER, 4, Optional.of(0.1))).isEqualTo(2);
    }

    @Test
    void withoutLoadOnlyTheBoundsCount() {
        assertThat(Autoscaler.desired(SCALER, 3, Optional.empty())).isEqualTo(3);
        assertThat(Autoscaler.desired(SCALER, 1, Optional.empty())).isEqualTo(2);
    }

    @Test
    void aTargetAtZeroStaysThere() {
        assertThat(Autoscaler.desired(SCALER, 0, Optional.of(3.0))).isZero();
    }
}

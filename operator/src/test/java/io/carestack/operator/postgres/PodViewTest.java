package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodViewTest {
    private static final String BEFORE = "2026-01-15T03:00:00Z";
    private static final String START = "2026-01-15T03:00:10Z";
    private static final String AFTER = "2026-01-15T03:00:20Z";

    @Test
    void aVolumeIsFullWhenTheServerHasJustEndedForWantOfSpace() {
        PodView pod = pod(ended(28), null, "False", BEFORE);
        assertThat(pod.full()).isTrue();
        assertThat(pod.ended()).isTrue();
        assertThat(pod.trouble()).isEqualTo("its volume is full; raise spec.postgres.storage.size");
    }

    @Test
    void aVolumeIsFullWhileTheContainerThatRunsAgainHasNotBeenReady() {
        PodView pod = pod(running(), ended(28), "False", BEFORE);
        assertThat(pod.full()).isTrue();
        assertThat(pod.ended()).isFalse();
    }

    @Test
    void aPodThatHasBeenReadySinceIsNotFullAnyMoreWhateverHappensToItNext() {
        assertThat(pod(running(), ended(28), "True", AFTER).full()).isFalse();
        assertThat(pod(running(), ended(28), "False", AFTER).full()).isFalse();
    }

    @Test
    void anyOtherEndIsNoFullVolume() {
        assertThat(pod(ended(1), null, "False", BEFORE).full()).isFalse();
        assertThat(pod(running(), ended(137), "False", BEFORE).full()).isFalse();
        assertThat(pod(ended(137), ended(28), "False", AFTER).full()).isFalse();
    }

    private static PodView pod(ContainerState state, @Nullable ContainerState last, String ready, String since) {
        return new PodView(new PodBuilder()
                .withNewMetadata()
                .withName("notes-postgres-0")
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.0.0.1")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withLastTransitionTime(since)
                .endCondition()
                .addNewContainerStatus()
                .withName("postgres")
                .withState(state)
                .withLastState(last)
                .endContainerStatus()
                .endStatus()
                .build());
    }

    private static ContainerState running() {
        return new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(START)
                .endRunning()
                .build();
    }

    private static ContainerState ended(int code) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withExitCode(code)
                .endTerminated()
                .build();
    }
}

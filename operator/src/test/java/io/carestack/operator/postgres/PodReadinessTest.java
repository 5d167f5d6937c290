package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import org.junit.jupiter.api.Test;

class PodReadinessTest {
    @Test
    void anExporterThatDoesNotRunSaysNothingAboutTheDatabase() {
        PodView view = new PodView(pod("False", "ContainersNotReady", true));
        assertThat(view.ready()).isTrue();
        assertThat(view.ended()).isFalse();
        assertThat(view.trouble()).isEmpty();
    }

    @Test
    void aDatabaseThatIsNotReadyIsNotWhateverItsExporterDoes() {
        assertThat(new PodView(pod("False", "ContainersNotReady", false)).ready())
                .isFalse();
    }

    @Test
    void aPodWhoseNodeIsLostIsNotReadyThoughItsContainersWereLastSeenSo() {
        assertThat(new PodView(pod("False", "NodeNotReady", true)).ready()).isFalse();
        assertThat(new PodView(pod("True", "", true)).ready()).isTrue();
    }

    private static Pod pod(String ready, String reason, boolean database) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("notes-postgres-0")
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.0.0.1")
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready)
                .withReason(reason)
                .endCondition()
                .addNewContainerStatus()
                .withName("exporter")
                .withReady(false)
                .withNewState()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .addNewContainerStatus()
                .withName("postgres")
                .withReady(database)
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }
}

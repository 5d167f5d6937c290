package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class ClusterServicesTest {

    private static Job job(Space space) {
        return space.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(space.name())
                .withName("j")
                .require();
    }

    private static String job(int limit, String command) {
        return """
                apiVersion: batch/v1
                kind: Job
                metadata: {name: j}
                spec:
                  completions: 2
                  backoffLimit: %d
                  template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: [sh, -c, "%s"]}]}}
                """.formatted(limit, command);
    }

    @Test
    void aJobIsCompleteWhenEnoughPodsSucceeded(Space space) {
        space.apply(job(0, "true"));

        Space.eventually(() -> assertThat(job(space).getStatus().getConditions())
                .extracting(condition -> condition.getType())
                .contains("Complete"));
        assertThat(job(space).getStatus().getSucceeded()).isEqualTo(2);
    }

    @Test
    void aJobFailsWhenItsPodsFailedTooOften(Space space) {
        space.apply(job(1, "exit 1"));

        Space.eventually(() -> assertThat(job(space).getStatus().getConditions())
                .extracting(condition -> condition.getType() + " " + condition.getReason())
                .contains("Failed BackoffLimitExceeded"));
        assertThat(job(space).getStatus().getFailed()).isEqualTo(2);
    }

    @Test
    void aPodThatAsksForTooMuchIsUnschedulable(Space space) {
        space.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: huge}
                spec: {containers: [{name: c, image: busybox, resources: {requests: {memory: 10Ti}}}]}
                """);

        space.awaitPod(
                "huge",
                pod -> pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> "Unschedulable".equals(condition.getReason())
                                && condition.getMessage().contains("Insufficient memory")));
        space.awaitEvent("huge", "FailedScheduling");
    }

    @Test
    void anAutoscalerKeepsItsTargetWithinBoundsAndFollowsLoad(Space space) {
        space.apply("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: d}}
                  template:
                    metadata: {labels: {app: d}}
                    spec: {terminationGracePeriodSeconds: 0, containers: [{name: c, image: busybox, command: [sleep, "1000"]}]}
                ---
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: h}
                spec: {minReplicas: 2, maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: d}}
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: b}
                spec: {minAvailable: 1, selector: {matchLabels: {app: d}}}
                """);
        Space.eventually(() -> assertThat(space.pods("app", "d")).hasSize(2));
        Space.eventually(() -> {
            PodDisruptionBudget budget = space.client()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(space.name())
                    .withName("b")
                    .require();
            assertThat(budget.getStatus().getCurrentHealthy()).isEqualTo(2);
            assertThat(budget.getStatus().getDisruptionsAllowed()).isEqualTo(1);
        });

        space.sandbox().autoscaler().load(space.name(), "h", 4.0);

        Space.eventually(() -> assertThat(space.pods("app", "d")).hasSize(3));
    }
}

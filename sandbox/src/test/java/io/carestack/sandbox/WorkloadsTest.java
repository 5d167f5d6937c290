package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class WorkloadsTest {

    private static String deployment(String strategy) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: d}
                spec:
                  replicas: 2
                  progressDeadlineSeconds: 4
                  strategy: %s
                  selector: {matchLabels: {app: d}}
                  template:
                    metadata: {labels: {app: d}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      containers: [{name: c, image: busybox, command: [sleep, "1000"], env: [{name: V, value: "1"}]}]
                """.formatted(strategy);
    }

    private static Deployment deployment(Space space) {
        return space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName("d")
                .require();
    }

    private static String condition(Deployment deployment, String type) {
        return deployment.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .findFirst()
                .orElse("");
    }

    private static void awaitComplete(Space space) {
        Space.eventually(() -> {
            Deployment now = deployment(space);
            assertThat(now.getStatus().getObservedGeneration())
                    .isEqualTo(now.getMetadata().getGeneration());
            assertThat(condition(now, "Progressing")).isEqualTo("True NewReplicaSetAvailable");
            assertThat(now.getStatus().getAvailableReplicas()).isEqualTo(2);
        });
    }

    private static void change(Space space, String image, String value) {
        space.client()
                .apps()
                .deployments()
                .inNamespace(space.name())
                .withName("d")
                .edit(d -> new DeploymentBuilder(d)
                        .editSpec()
                        .editTemplate()
                        .editSpec()
                        .editFirstContainer()
                        .withImage(image)
                        .editFirstEnv()
                        .withValue(value)
                        .endEnv()
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    @Test
    void aChangedTemplateRollsOutAsANewRevisionAndOldOnesStay(Space space) {
        space.apply(deployment("{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}"));
        awaitComplete(space);

        change(space, "busybox", "2");
        awaitComplete(space);

        List<ReplicaSet> sets = space.client()
                .apps()
                .replicaSets()
                .inNamespace(space.name())
                .list()
                .getItems();
        assertThat(sets)
                .extracting(set -> set.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"))
                .containsExactlyInAnyOrder("1", "2");
        assertThat(deployment(space).getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "2");

        change(space, "busybox", "1");
        awaitComplete(space);
        assertThat(deployment(space).getMetadata().getAnnotations())
                .containsEntry("deployment.kubernetes.io/revision", "3");
        assertThat(space.client()
                        .apps()
                        .replicaSets()
                        .inNamespace(space.name())
                        .list()
                        .getItems())
                .hasSize(2);
    }

    @Test
    void aRolloutThatCannotGoOnSaysSoAndKeepsTheOldPods(Space space) {
        space.apply(deployment("{type: RollingUpdate, rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}"));
        awaitComplete(space);

        change(space, "nowhere.example/none:1", "2");

        Space.eventually(() ->
                assertThat(condition(deployment(space), "Progressing")).isEqualTo("False ProgressDeadlineExceeded"));
        assertThat(condition(deployment(space), "Available")).isEqualTo("True MinimumReplicasAvailable");
        assertThat(space.pods("app", "d").stream().filter(Space::isReady)).hasSize(2);
    }

    @Test
    void recreateNeverRunsTwoRevisionsAtOnce(Space space) {
        space.apply(deployment("{type: Recreate}"));
        awaitComplete(space);
        List<String> before = space.pods("app", "d").stream()
                .map(pod -> pod.getMetadata().getName())
                .toList();

        change(space, "busybox", "2");
        awaitComplete(space);

        assertThat(space.pods("app", "d"))
                .extracting(pod -> pod.getMetadata().getName())
                .doesNotContainAnyElementsOf(before)
                .hasSize(2);
    }

    private static String statefulSet(String policy, String strategy) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: s}
                spec:
                  serviceName: s
                  replicas: 2
                  podManagementPolicy: %s
                  updateStrategy: {type: %s}
                  persistentVolumeClaimRetentionPolicy: {whenScaled: Delete, whenDeleted: Retain}
                  selector: {matchLabels: {app: s}}
                  template:
                    metadata: {labels: {app: s}}
                    spec:
                      terminationGracePeriodSeconds: 0
                      containers: [{name: c, image: busybox, command: [sleep, "1000"], volumeMounts: [{name: data, mountPath: /data}]}]
                  volumeClaimTemplates:
                  - metadata: {name: data}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """.formatted(policy, strategy);
    }

    private static StatefulSet statefulSet(Space space) {
        return space.client()
                .apps()
                .statefulSets()
                .inNamespace(space.name())
                .withName("s")
                .require();
    }

    private static void annotateTemplate(Space space) {
        space.client()
                .apps()
                .statefulSets()
                .inNamespace(space.name())
                .withName("s")
                .edit(s -> new StatefulSetBuilder(s)
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations("changed", "yes")
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    @Test
    void anOrderedSetReplacesItsPodsFromTheLastToTheFirst(Space space) {
        space.apply(statefulSet("OrderedReady", "RollingUpdate"));
        Space.eventually(() ->
                assertThat(statefulSet(space).getStatus().getReadyReplicas()).isEqualTo(2));
        Pod first = space.pod("s-0");
        String revision = statefulSet(space).getStatus().getCurrentRevision();
        assertThat(first.getMetadata().getCreationTimestamp())
                .isLessThanOrEqualTo(space.pod("s-1").getMetadata().getCreationTimestamp());

        annotateTemplate(space);

        Space.eventually(() -> {
            StatefulSet now = statefulSet(space);
            assertThat(now.getStatus().getCurrentRevision())
                    .isNotEqualTo(revision)
                    .isEqualTo(now.getStatus().getUpdateRevision());
            assertThat(now.getStatus().getUpdatedReplicas()).isEqualTo(2);
            assertThat(now.getStatus().getReadyReplicas()).isEqualTo(2);
        });
        assertThat(space.pod("s-0").getMetadata().getAnnotations()).containsEntry("changed", "yes");
        assertThat(space.pod("s-0").getMetadata().getUid())
                .isNotEqualTo(first.getMetadata().getUid());
    }

    @Test
    void anOnDeleteSetChangesOnlyDeletedPods(Space space) {
        space.apply(statefulSet("Parallel", "OnDelete"));
        Space.eventually(() ->
                assertThat(statefulSet(space).getStatus().getReadyReplicas()).isEqualTo(2));
        String kept = space.pod("s-1").getMetadata().getUid();
        annotateTemplate(space);
        Space.eventually(() -> assertThat(statefulSet(space).getStatus().getObservedGeneration())
                .isEqualTo(statefulSet(space).getMetadata().getGeneration()));

        space.client().pods().inNamespace(space.name()).withName("s-0").delete();

        space.awaitPod(
                "s-0",
                pod -> Map.of("changed", "yes").equals(pod.getMetadata().getAnnotations()) && Space.isReady(pod));
        assertThat(space.pod("s-1").getMetadata().getUid()).isEqualTo(kept);
        Space.eventually(() ->
                assertThat(statefulSet(space).getStatus().getUpdatedReplicas()).isEqualTo(1));
    }

    @Test
    void scalingDownRemovesTheLastPodAndItsClaimWhenThePolicySaysSo(Space space) {
        space.apply(statefulSet("Parallel", "OnDelete"));
        Space.eventually(() ->
                assertThat(statefulSet(space).getStatus().getReadyReplicas()).isEqualTo(2));

        space.client()
                .apps()
                .statefulSets()
                .inNamespace(space.name())
                .withName("s")
                .scale(1);

        Space.eventually(() -> assertThat(space.client()
                        .persistentVolumeClaims()
                        .inNamespace(space.name())
                        .list()
                        .getItems())
                .extracting(claim -> claim.getMetadata().getName())
                .containsExactly("data-s-0"));
        assertThat(space.pods("app", "s"))
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactly("s-0");
    }
}

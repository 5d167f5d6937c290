package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class PodLifecycleTest {

    private static String pod(String body) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: p, labels: {app: p}}
                spec:
                  terminationGracePeriodSeconds: 5
                %s
                """.formatted(body.indent(2));
    }

    @Test
    void aContainerRunsAsItsUserUnderThePodsName(Space space) {
        space.apply(pod("""
                securityContext: {runAsUser: 1234, runAsGroup: 2345, fsGroup: 3456, runAsNonRoot: true}
                containers:
                - name: c
                  image: busybox
                  command: [sleep, "1000"]
                  env:
                  - {name: MY_IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                  - {name: GREETING, value: "hello $(MY_IP) $$(MY_IP) $(NOBODY)"}
                """));
        Pod pod = space.awaitReady("p");

        assertThat(space.shell("p", "c", "id -u; id -g; id -G; hostname; whoami; echo $GREETING"))
                .isEqualTo("1234\n2345\n2345 3456\np\napp\nhello %1$s $(MY_IP) $(NOBODY)"
                        .formatted(pod.getStatus().getPodIP()));
        assertThat(pod.getStatus().getPhase()).isEqualTo("Running");
        space.awaitEvent("p", "Started");
    }

    @Test
    void initContainersRunOneAfterAnotherBeforeTheOthers(Space space) {
        space.apply(pod("""
                volumes: [{name: shared, emptyDir: {}}]
                initContainers:
                - {name: first, image: busybox, command: [sh, -c, "echo 1 >>/shared/log"], volumeMounts: [{name: shared, mountPath: /shared}]}
                - {name: second, image: busybox, command: [sh, -c, "echo 2 >>/shared/log"], volumeMounts: [{name: shared, mountPath: /shared}]}
                containers:
                - {name: c, image: busybox, command: [sleep, "1000"], volumeMounts: [{name: shared, mountPath: /shared}]}
                """));
        Pod pod = space.awaitReady("p");

        assertThat(space.shell("p", "c", "cat /shared/log")).isEqualTo("1\n2");
        assertThat(pod.getStatus().getInitContainerStatuses())
                .allMatch(
                        status -> status.getState().getTerminated().getReason().equals("Completed"));
    }

    @Test
    void aCrashingContainerIsRestartedWithBackOff(Space space) {
        space.apply(pod("containers: [{name: c, image: busybox, command: [sh, -c, 'exit 3']}]"));

        ContainerStatus status = space.awaitWaiting("p", "CrashLoopBackOff");

        assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(3);
        assertThat(status.getRestartCount()).isPositive();
        space.awaitEvent("p", "BackOff");
    }

    @Test
    void aMissingSecretIsNamedAndItsArrivalStartsTheContainer(Space space) {
        space.apply(pod("""
                containers:
                - name: c
                  image: busybox
                  command: [sleep, "1000"]
                  env: [{name: WORD, valueFrom: {secretKeyRef: {name: words, key: first}}}]
                """));
        ContainerStatus status = space.awaitWaiting("p", "CreateContainerConfigError");
        assertThat(status.getState().getWaiting().getMessage()).isEqualTo("secret \"words\" not found");

        space.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("words")
                        .withNamespace(space.name())
                        .endMetadata()
                        .withStringData(Map.of("first", "open"))
                        .build())
                .create();

        space.awaitReady("p");
        assertThat(space.shell("p", "c", "echo $WORD")).isEqualTo("open");
    }

    @Test
    void anUnknownImageIsNotPulled(Space space) {
        space.apply(pod("containers: [{name: c, image: 'nowhere.example/none:1'}]"));

        ContainerStatus status = space.awaitWaiting("p", "ImagePullBackOff");

        assertThat(status.getState().getWaiting().getMessage()).contains("manifest unknown");
        space.awaitEvent("p", "Failed");
    }

    @Test
    void rootIsRefusedWhereThePodForbidsIt(Space space) {
        space.apply(pod("""
                securityContext: {runAsNonRoot: true}
                containers: [{name: c, image: busybox, command: [sleep, "1000"]}]
                """));

        ContainerStatus status = space.awaitWaiting("p", "CreateContainerConfigError");

        assertThat(status.getState().getWaiting().getMessage()).contains("runAsNonRoot");
    }

    @Test
    void aReadOnlyRootTakesNoFilesButItsVolumesDo(Space space) {
        space.apply(pod("""
                volumes: [{name: tmp, emptyDir: {}}]
                containers:
                - name: c
                  image: busybox
                  command: [sleep, "1000"]
                  securityContext: {readOnlyRootFilesystem: true}
                  volumeMounts: [{name: tmp, mountPath: /tmp}]
                """));
        space.awaitReady("p");

        assertThat(space.run("p", "c", "touch /opt/x").exitCode()).isNotZero();
        assertThat(space.run("p", "c", "touch /tmp/x").exitCode()).isZero();
    }

    @Test
    void readinessFollowsItsProbe(Space space) {
        space.apply(pod("""
                containers:
                - name: c
                  image: busybox
                  command: [sleep, "1000"]
                  readinessProbe: {exec: {command: [test, -e, /tmp/ready]}, periodSeconds: 1, failureThreshold: 1}
                """));
        space.awaitPod("p", pod -> pod.getStatus().getPhase().equals("Running"));
        assertThat(Space.isReady(space.pod("p"))).isFalse();

        space.shell("p", "c", "touch /tmp/ready");
        space.awaitReady("p");
        space.shell("p", "c", "rm /tmp/ready");

        space.awaitPod("p", pod -> !Space.isReady(pod));
        space.awaitEvent("p", "Unhealthy");
    }

    @Test
    void aFailedLivenessProbeRestartsTheContainer(Space space) {
        space.apply(pod("""
                containers:
                - name: c
                  image: busybox
                  command: [sh, -c, "touch /tmp/alive; exec sleep 1000"]
                  livenessProbe: {exec: {command: [test, -e, /tmp/alive]}, periodSeconds: 1, failureThreshold: 1, initialDelaySeconds: 1}
                """));
        space.awaitReady("p");

        space.shell("p", "c", "rm /tmp/alive");

        space.awaitPod(
                "p", pod -> pod.getStatus().getContainerStatuses().getFirst().getRestartCount() == 1);
        space.awaitEvent("p", "Killing");
    }

    @Test
    void deletionRunsTheHookThenTerminatesThenKills(Space space) throws Exception {
        Path log = Files.createTempDirectory("hook").resolve("log");
        space.apply(pod("""
                volumes: [{name: out, hostPath: {path: %s}}]
                containers:
                - name: c
                  image: busybox
                  command: [sh, -c, "trap 'echo term >>/out/log; exit 0' TERM; while :; do sleep 0.1; done"]
                  lifecycle: {preStop: {exec: {command: [sh, -c, "echo hook >>/out/log"]}}}
                  volumeMounts: [{name: out, mountPath: /out}]
                - {name: stubborn, image: busybox, command: [sh, -c, "trap '' TERM; while :; do sleep 1; done"]}
                """.formatted(log.getParent())));
        space.awaitReady("p");

        space.client().pods().inNamespace(space.name()).withName("p").delete();

        Space.eventually(() -> assertThat(space.client()
                        .pods()
                        .inNamespace(space.name())
                        .withName("p")
                        .get())
                .isNull());
        assertThat(Files.readAllLines(log)).isEqualTo(List.of("hook", "term"));
        assertThat(space.sandbox().pod(space.name(), "p")).isEmpty();
    }

    @Test
    void aPodThatNeedNotRestartEndsAsItsContainersDid(Space space) {
        space.apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: good}
                spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: ["true"]}]}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: bad}
                spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: [sh, -c, 'exit 7']}]}
                """);

        space.awaitPod("good", pod -> pod.getStatus().getPhase().equals("Succeeded"));
        Pod bad = space.awaitPod("bad", pod -> pod.getStatus().getPhase().equals("Failed"));
        assertThat(bad.getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(7);
    }
}

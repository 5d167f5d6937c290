package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class VolumesTest {

    @Test
    void aConfigMapsFilesChangeInPlaceWhileThePodRuns(Space space) {
        space.apply("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings}
                data: {a.conf: one, b.conf: two}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: p, labels: {color: blue}}
                spec:
                  securityContext: {runAsUser: 999, fsGroup: 999}
                  volumes:
                  - {name: settings, configMap: {name: settings, defaultMode: 0440}}
                  - name: all
                    projected:
                      sources:
                      - configMap: {name: settings, items: [{key: a.conf, path: deep/a}]}
                      - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}
                  containers:
                  - name: c
                    image: busybox
                    command: [sleep, "1000"]
                    volumeMounts:
                    - {name: settings, mountPath: /etc/settings, readOnly: true}
                    - {name: settings, mountPath: /var/run/b.conf, subPath: b.conf}
                    - {name: all, mountPath: /all}
                """);
        space.awaitReady("p");
        assertThat(space.shell("p", "c", "cat /etc/settings/a.conf /run/b.conf /all/deep/a /all/labels"))
                .isEqualTo("onetwoonecolor=\"blue\"");

        space.client()
                .configMaps()
                .inNamespace(space.name())
                .withName("settings")
                .edit(map -> new ConfigMapBuilder(map)
                        .addToData("a.conf", "three")
                        .removeFromData("b.conf")
                        .build());

        Space.eventually(() -> assertThat(space.shell("p", "c", "cat /etc/settings/a.conf; ls /etc/settings"))
                .isEqualTo("threea.conf"));
    }

    @Test
    void aClaimsDataOutlivesThePodAndGoesWithTheClaim(Space space) {
        space.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                """);
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  terminationGracePeriodSeconds: 0
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                  containers: [{name: c, image: busybox, command: [sleep, "1000"], volumeMounts: [{name: data, mountPath: /data}]}]
                """;
        space.apply(pod);
        space.awaitReady("p");
        space.shell("p", "c", "echo kept >/data/file");
        space.client().pods().inNamespace(space.name()).withName("p").delete();
        Space.eventually(() -> assertThat(space.client()
                        .pods()
                        .inNamespace(space.name())
                        .withName("p")
                        .get())
                .isNull());

        space.apply(pod);
        space.awaitReady("p");

        assertThat(space.shell("p", "c", "cat /data/file")).isEqualTo("kept");
    }

    @Test
    void aClaimOfAnUnknownClassStaysPendingAndSaysWhy(Space space) {
        space.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {storageClassName: golden, accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                  containers: [{name: c, image: busybox}]
                """);

        space.awaitEvent("data", "ProvisioningFailed");
        space.awaitEvent("p", "FailedScheduling");
        assertThat(space.client()
                        .persistentVolumeClaims()
                        .inNamespace(space.name())
                        .withName("data")
                        .get()
                        .getStatus()
                        .getPhase())
                .isEqualTo("Pending");
    }

    @Test
    void aBoundedVolumeFillsUpAndExpansionHelps(Space space) {
        space.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {storageClassName: bounded, accessModes: [ReadWriteOnce], resources: {requests: {storage: 4Mi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                  containers: [{name: c, image: busybox, command: [sleep, "1000"], volumeMounts: [{name: data, mountPath: /data}]}]
                """);
        space.awaitReady("p");
        String write = "dd if=/dev/zero of=/data/file bs=1M count=6";
        assertThat(space.run("p", "c", write).output()).contains("No space left on device");

        space.client()
                .persistentVolumeClaims()
                .inNamespace(space.name())
                .withName("data")
                .edit(claim -> new PersistentVolumeClaimBuilder(claim)
                        .editSpec()
                        .editResources()
                        .addToRequests("storage", new Quantity("16Mi"))
                        .endResources()
                        .endSpec()
                        .build());

        Space.eventually(() -> assertThat(space.run("p", "c", write).exitCode()).isZero());
        Space.eventually(() -> assertThat(space.client()
                        .persistentVolumeClaims()
                        .inNamespace(space.name())
                        .withName("data")
                        .require()
                        .getStatus()
                        .getCapacity())
                .containsEntry("storage", new Quantity("16Mi")));
    }

    @Test
    void aBlockVolumeStallsAndGoesOn(Space space) {
        makePodOnABlockVolume(space);
        String path = "/data/written";

        try (PodFaults.Ongoing stall = space.sandbox().faults().stallDisk(space.name(), "p", "data")) {
            // in the background, because nothing ends a process that waits for the disk
            assertThat(space.run("p", "c", "(echo yes >" + path + ") >/dev/null 2>&1 & sleep 0.2; cat /data/before")
                            .output())
                    .isEqualTo("before");
            assertThat(space.run("p", "c", "test -s " + path).exitCode()).isNotZero();
        }

        Space.eventually(
                () -> assertThat(space.run("p", "c", "cat " + path).output()).isEqualTo("yes"));
    }

    @Test
    void aBlockVolumeThatIsFullTakesNothingUntilTheBallastIsGone(Space space) {
        makePodOnABlockVolume(space);
        String write = "dd if=/dev/zero of=/data/file bs=1M count=6";

        try (PodFaults.Ongoing full = space.sandbox().faults().fillDisk(space.name(), "p", "data")) {
            assertThat(space.run("p", "c", write).output()).contains("No space left on device");
        }

        assertThat(space.run("p", "c", write).exitCode()).isZero();
    }

    private static void makePodOnABlockVolume(Space space) {
        space.apply("""
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: data}
                spec: {storageClassName: block, accessModes: [ReadWriteOnce], resources: {requests: {storage: 32Mi}}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: p}
                spec:
                  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                  containers: [{name: c, image: busybox, command: [sleep, "1000"], volumeMounts: [{name: data, mountPath: /data}]}]
                """);
        space.awaitReady("p");
        assertThat(space.run("p", "c", "printf before >/data/before").exitCode())
                .isZero();
    }
}

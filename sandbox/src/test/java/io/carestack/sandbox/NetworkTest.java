package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.sandbox.network.Direction;
import io.carestack.sandbox.network.Peer;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class NetworkTest {
    private static final String REDIS = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: r}
            spec:
              serviceName: r-all
              replicas: 2
              podManagementPolicy: Parallel
              selector: {matchLabels: {app: r}}
              template:
                metadata: {labels: {app: r}}
                spec:
                  terminationGracePeriodSeconds: 1
                  containers:
                  - name: redis
                    image: redis:7
                    ports: [{name: redis, containerPort: 6379}]
                    readinessProbe: {tcpSocket: {port: redis}, periodSeconds: 1, failureThreshold: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: r-all}
            spec: {clusterIP: None, publishNotReadyAddresses: true, selector: {app: r}, ports: [{port: 6379}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: r}
            spec: {selector: {app: r}, ports: [{port: 6379, targetPort: redis}]}
            """;

    private static void start(Space space) {
        space.apply(REDIS);
        space.awaitReady("r-0");
        space.awaitReady("r-1");
    }

    @Test
    void podsFindServicesAndEachOtherByAllTheirNames(Space space) {
        start(space);
        String headless = "r-1.r-all." + space.name();

        for (String host : Set.of(
                "r",
                "r." + space.name(),
                "r.%s.svc".formatted(space.name()),
                "r.%s.svc.cluster.local".formatted(space.name()),
                "r-1.r-all",
                headless,
                headless + ".svc.cluster.local",
                "r-all")) {
            Space.eventually(() -> assertThat(space.shell("r-0", "redis", "redis-cli -h " + host + " ping"))
                    .isEqualTo("PONG"));
        }
        assertThat(space.run("r-0", "redis", "redis-cli -h no-such-name ping").exitCode())
                .isNotZero();
    }

    @Test
    void aServiceSpreadsConnectionsAndRefusesThemWithoutEndpoints(Space space) {
        start(space);
        String address = space.clusterAddress("r");
        space.shell("r-0", "redis", "redis-cli set who r-0");
        space.shell("r-1", "redis", "redis-cli set who r-1");

        Space.eventually(() -> {
            Set<String> seen = new TreeSet<>();
            for (int i = 0; i < 4; i++) {
                seen.add(space.shell("r-0", "redis", "redis-cli -h r get who"));
            }
            assertThat(seen).containsExactly("r-0", "r-1");
        });
        assertThat(Space.connects(address, 6379)).isTrue();

        space.client()
                .apps()
                .statefulSets()
                .inNamespace(space.name())
                .withName("r")
                .scale(0);

        Space.eventually(() -> assertThat(Space.connects(address, 6379)).isFalse());
    }

    @Test
    void aCutOffPodIsAliveButUnreachableUntilItIsHealed(Space space) {
        start(space);
        String address = space.pod("r-0").getStatus().getPodIP();

        space.sandbox().faults().cutOff(space.name(), "r-0", new Peer.Pods(), Direction.BOTH);

        assertThat(space.run("r-1", "redis", "timeout 2 redis-cli -h r-0.r-all ping")
                        .exitCode())
                .isNotZero();
        assertThat(space.shell("r-0", "redis", "redis-cli ping")).isEqualTo("PONG");
        assertThat(Space.connects(address, 6379)).as("the host is not cut off").isTrue();

        space.sandbox().faults().cutOff(space.name(), "r-0", new Peer.Host(), Direction.INBOUND);
        assertThat(Space.connects(address, 6379)).isFalse();
        assertThat(Space.isReady(space.pod("r-0")))
                .as("the kubelet is not cut off")
                .isTrue();

        space.sandbox().faults().heal(space.name(), "r-0");
        Space.eventually(() -> assertThat(space.shell("r-1", "redis", "timeout 2 redis-cli -h r-0.r-all ping"))
                .isEqualTo("PONG"));
    }

    @Test
    void aFrozenPodAcceptsConnectionsButDoesNotAnswer(Space space) {
        start(space);
        String ping = "timeout 2 redis-cli -h r-0.r-all ping";

        space.sandbox().faults().freeze(space.name(), "r-0");
        assertThat(Space.connects(space.pod("r-0").getStatus().getPodIP(), 6379))
                .isTrue();
        assertThat(space.run("r-1", "redis", ping).exitCode()).isNotZero();

        space.sandbox().faults().thaw(space.name(), "r-0");
        Space.eventually(() -> assertThat(space.shell("r-1", "redis", ping)).isEqualTo("PONG"));
    }

    @Test
    void aKilledContainerComesBackInTheSamePod(Space space) {
        start(space);
        String uid = space.pod("r-0").getMetadata().getUid();

        space.sandbox().faults().kill(space.name(), "r-0", "redis", "KILL");

        space.awaitPod(
                "r-0",
                pod -> pod.getStatus().getContainerStatuses().getFirst().getRestartCount() == 1 && Space.isReady(pod));
        assertThat(space.pod("r-0").getMetadata().getUid()).isEqualTo(uid);
        assertThat(space.pod("r-0")
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getLastState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(137);
    }

    @Test
    void aPodDeletedByForceIsGoneAtOnceAndReplaced(Space space) {
        start(space);
        String uid = space.pod("r-0").getMetadata().getUid();

        space.sandbox().faults().deleteByForce(space.name(), "r-0");

        space.awaitPod("r-0", pod -> !pod.getMetadata().getUid().equals(uid) && Space.isReady(pod));
    }
}

package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.Cluster;
import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;

/** What every controller works with: the cached view to read, a client of its own name to write, and the time. */
public record Context(
        Cluster cluster, KubernetesClient client, EventRecorder events, Clock clock, ScheduledExecutorService timer) {

    ControlLoop loop(String name, ControlLoop.Step step) {
        return new ControlLoop(name, timer, step);
    }

    /** The current second as the API writes it. */
    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

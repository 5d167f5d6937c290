package io.carestack.sandbox.node;

import io.carestack.sandbox.image.Resolution;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Starts the runs of one pod's containers and their probes. */
final class ContainerRuns {
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration HOOK_LIMIT = Duration.ofSeconds(30);

    private final NodeServices services;
    private final ContainerStops stops;
    private final Consumer<PodSignal> mailbox;

    ContainerRuns(NodeServices services, ContainerStops stops, Consumer<PodSignal> mailbox) {
        this.services = services;
        this.stops = stops;
        this.mailbox = mailbox;
    }

    /** Tries to start the slot's container; when that is refused, the slot says why and when to try again. */
    void start(ContainerSlot slot, Pod pod, PodRuntime runtime) {
        Container container = slot.container;
        Resolution resolution = services.images().resolve(container.getImage());
        switch (resolution) {
            case Resolution.Absent absent -> pullFailed(slot, pod, absent.message());
            case Resolution.Found found -> {
                try {
                    run(slot, pod, runtime, found);
                } catch (StartRefused e) {
                    event(pod, slot, "Warning", "Failed", "Error: " + e.message());
                    slot.waitFor(e.reason(), e.message());
                    slot.notBefore = services.clock().instant().plus(RETRY);
                } catch (IOException e) {
                    event(pod, slot, "Warning", "Failed", "Error: " + e.getMessage());
                    slot.waitFor("CreateContainerError", e.getMessage());
                    slot.notBefore = services.clock().instant().plus(RETRY);
                }
            }
        }
    }

    private void pullFailed(ContainerSlot slot, Pod pod, String message) {
        String image = slot.container.getImage();
        Instant now = services.clock().instant();
        boolean first = slot.pullFailures == 0 || slot.pullFailures % 2 == 0;
        slot.pullFailures++;
        if (first) {
            event(pod, slot, "Warning", "Failed", "Failed to pull image \"%s\": %s".formatted(image, message));
            slot.waitFor("ErrImagePull", message);
            slot.notBefore = now.plus(RETRY);
        } else {
            event(pod, slot, "Normal", "BackOff", "Back-off pulling image \"%s\"".formatted(image));
            slot.waitFor(
                    "ImagePullBackOff", "Back-off pulling image \"%s\": ErrImagePull: %s".formatted(image, message));
            slot.notBefore = now.plus(ContainerSlot.backOff(slot.pullFailures / 2, services.options()));
        }
    }

    private void run(ContainerSlot slot, Pod pod, PodRuntime runtime, Resolution.Found image)
            throws StartRefused, IOException {
        Container container = slot.container;
        event(
                pod,
                slot,
                "Normal",
                "Pulled",
                "Container image \"%s\" already present on machine".formatted(container.getImage()));
        ContainerSpec spec = services.specs().of(runtime, pod, container, image.recipe());
        String run = container.getName() + "-" + slot.runs;
        Path log = runtime.logs().resolve(container.getName()).resolve(slot.runs + ".log");
        event(pod, slot, "Normal", "Created", "Created container: " + container.getName());
        ContainerProcess process = services.launcher()
                .start(spec, runtime.directory().resolve("containers").resolve(run), log);
        slot.runs(
                process,
                image.reference() + "@" + image.digest(),
                services.clock().instant());
        event(pod, slot, "Normal", "Started", "Started container " + container.getName());
        process.exit().thenAccept(code -> mailbox.accept(new PodSignal.Exited(slot, process, code)));
        postStart(slot, pod, runtime, process);
        Map<Prober.Kind, Probe> probes = probes(container);
        Probe startup = probes.get(Prober.Kind.STARTUP);
        if (startup == null) {
            probeOn(slot, pod, runtime, process);
        } else {
            probe(Prober.Kind.STARTUP, startup, slot, pod, runtime, process);
        }
    }

    /** Starts the probes that wait for the container to have started. */
    void probeOn(ContainerSlot slot, Pod pod, PodRuntime runtime, ContainerProcess process) {
        probes(slot.container).forEach((kind, probe) -> {
            if (kind != Prober.Kind.STARTUP) {
                probe(kind, probe, slot, pod, runtime, process);
            }
        });
    }

    private static Map<Prober.Kind, Probe> probes(Container container) {
        Map<Prober.Kind, Probe> probes = new EnumMap<>(Prober.Kind.class);
        if (container.getStartupProbe() != null) {
            probes.put(Prober.Kind.STARTUP, container.getStartupProbe());
        }
        if (container.getLivenessProbe() != null) {
            probes.put(Prober.Kind.LIVENESS, container.getLivenessProbe());
        }
        if (container.getReadinessProbe() != null) {
            probes.put(Prober.Kind.READINESS, container.getReadinessProbe());
        }
        return probes;
    }

    private void probe(
            Prober.Kind kind, Probe probe, ContainerSlot slot, Pod pod, PodRuntime runtime, ContainerProcess process) {
        String word = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
        slot.probers.add(new Prober(
                        kind,
                        probe,
                        () -> services.actions().probe(probe, slot.container, process, runtime.address()),
                        verdict -> mailbox.accept(new PodSignal.Probed(slot, process, verdict)),
                        message -> event(pod, slot, "Warning", "Unhealthy", word + " probe failed: " + message))
                .start(word + " probe of " + pod.getMetadata().getName()));
    }

    private void postStart(ContainerSlot slot, Pod pod, PodRuntime runtime, ContainerProcess process) {
        LifecycleHandler hook = slot.container.getLifecycle() == null
                ? null
                : slot.container.getLifecycle().getPostStart();
        if (hook == null) {
            return;
        }
        Thread.ofVirtual().start(() -> {
            if (!stops.run(hook, slot.container, process, runtime.address(), HOOK_LIMIT) && process.isAlive()) {
                event(pod, slot, "Warning", "FailedPostStartHook", "PostStartHook failed");
                process.destroy();
            }
        });
    }

    void event(Pod pod, ContainerSlot slot, String type, String reason, String message) {
        String path = (slot.init ? "spec.initContainers{" : "spec.containers{") + slot.container.getName() + "}";
        services.events().record(pod, path, type, reason, message);
    }
}

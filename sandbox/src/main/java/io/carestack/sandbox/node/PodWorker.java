package io.carestack.sandbox.node;

import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings one pod to life, keeps it as its spec says, and ends it; all on one thread that reads a mailbox. */
final class PodWorker {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RETRY = Duration.ofMillis(250);
    private static final Duration IDLE = ContainerDriver.IDLE;

    private final NodeServices services;
    private final ContainerStops stops;
    private final ContainerRuns runs;
    private final ContainerDriver driver;
    private final PodStatusWriter writer;
    private final Runnable finished;
    private final BlockingQueue<PodSignal> mailbox = new LinkedBlockingQueue<>();
    private final String startTime;
    private final List<ContainerSlot> init;
    private final List<ContainerSlot> main;
    private volatile Pod pod;
    private volatile boolean gone;
    private volatile boolean volumesChanged;
    private volatile @Nullable PodRuntime runtime;
    private boolean stopping;
    private boolean over;
    private Optional<StartRefused> failure = Optional.empty();

    PodWorker(NodeServices services, Pod pod, Runnable finished) {
        this.services = services;
        this.pod = pod;
        this.finished = finished;
        this.startTime =
                services.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
        this.stops = new ContainerStops(services.actions());
        this.runs = new ContainerRuns(services, stops, mailbox::add);
        this.driver = new ContainerDriver(runs, services.clock());
        this.writer = new PodStatusWriter(services.client(), services.clock());
        this.init = pod.getSpec().getInitContainers().stream()
                .map(container -> new ContainerSlot(container, true))
                .toList();
        this.main = pod.getSpec().getContainers().stream()
                .map(container -> new ContainerSlot(container, false))
                .toList();
    }

    Thread start() {
        return Thread.ofVirtual().name("pod " + Key.of(pod)).start(this::run);
    }

    /** The pod as the API has it now. */
    void update(Pod now) {
        pod = now;
        mailbox.add(new PodSignal.Wake());
    }

    /** The pod is no longer in the API. */
    void removed() {
        gone = true;
        mailbox.add(new PodSignal.Wake());
    }

    /** A ConfigMap or Secret of the namespace changed. */
    void configurationChanged() {
        volumesChanged = true;
        mailbox.add(new PodSignal.Wake());
    }

    /** Whether the API has forgotten the pod, so that another may have its name. */
    boolean isGone() {
        return gone;
    }

    Pod pod() {
        return pod;
    }

    Optional<PodRuntime> runtime() {
        return Optional.ofNullable(runtime);
    }

    /** All containers with a live process. */
    Map<String, ContainerProcess> processes() {
        Map<String, ContainerProcess> found = new LinkedHashMap<>();
        slots().forEach(slot -> {
            ContainerProcess process = slot.process;
            if (process != null && process.isAlive()) {
                found.put(slot.container.getName(), process);
            }
        });
        return found;
    }

    private Stream<ContainerSlot> slots() {
        return Stream.concat(init.stream(), main.stream());
    }

    private void run() {
        Duration wait = Duration.ZERO;
        while (!over && !Thread.currentThread().isInterrupted()) {
            try {
                PodSignal signal = mailbox.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
                while (signal != null) {
                    handle(signal);
                    signal = mailbox.poll();
                }
                wait = sync();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                LOG.warn("pod {} is tried again", Key.of(pod), e);
                wait = RETRY;
            }
        }
        slots().forEach(ContainerSlot::stopProbes);
        finished.run();
    }

    private void handle(PodSignal signal) {
        switch (signal) {
            case PodSignal.Wake wake -> LOG.trace("{} looks again", wake);
            case PodSignal.Exited exited -> {
                ContainerSlot slot = exited.slot();
                if (slot.process == exited.process()) {
                    slot.ended(exited.exitCode(), services.clock().instant(), services.options());
                }
            }
            case PodSignal.Probed probed -> {
                if (probed.slot().process == probed.process()) {
                    judge(probed.slot(), probed.process(), probed.verdict());
                }
            }
        }
    }

    private void judge(ContainerSlot slot, ContainerProcess process, Prober.Verdict verdict) {
        PodRuntime place = Objects.requireNonNull(runtime);
        switch (verdict.kind()) {
            case READINESS -> slot.ready = verdict.success();
            case STARTUP -> {
                if (verdict.success()) {
                    slot.started = true;
                    slot.ready = slot.container.getReadinessProbe() == null;
                    runs.probeOn(slot, pod, place, process);
                } else {
                    restart(slot, process, "startup");
                }
            }
            case LIVENESS -> {
                if (!verdict.success()) {
                    restart(slot, process, "liveness");
                }
            }
        }
    }

    private void restart(ContainerSlot slot, ContainerProcess process, String probe) {
        if (!slot.stopping) {
            String name = slot.container.getName();
            runs.event(
                    pod,
                    slot,
                    "Normal",
                    "Killing",
                    "Container %s failed %s probe, will be restarted".formatted(name, probe));
            stop(slot, process, grace());
        }
    }

    private Duration grace() {
        return Duration.ofSeconds(Objects.requireNonNullElse(pod.getSpec().getTerminationGracePeriodSeconds(), 30L));
    }

    private void stop(ContainerSlot slot, ContainerProcess process, Duration grace) {
        slot.stopping = true;
        stops.stop(slot.container, process, runtime().map(PodRuntime::address).orElse(""), grace);
    }

    private Duration sync() throws IOException {
        if (gone || Owners.isBeingDeleted(pod) || failure.isPresent()) {
            return end();
        }
        Instant now = services.clock().instant();
        Long deadline = pod.getSpec().getActiveDeadlineSeconds();
        if (deadline != null && now.isAfter(Instant.parse(startTime).plusSeconds(deadline))) {
            failure = Optional.of(new StartRefused(
                    "DeadlineExceeded", "Pod was active on the node longer than the specified deadline"));
            return end();
        }
        Duration wait = IDLE;
        if (prepare()) {
            refresh();
            wait = drive(now);
        } else {
            wait = RETRY;
        }
        publish(false);
        boolean idle = deadline == null && !writer.pending();
        return idle || wait.compareTo(RETRY) < 0 ? wait : RETRY;
    }

    /** Gives the pod its network and volumes; false when it has to wait for something. */
    private boolean prepare() throws IOException {
        PodRuntime place = runtime;
        if (place == null) {
            Path directory = services.options()
                    .directory()
                    .resolve("pods")
                    .resolve(pod.getMetadata().getUid());
            Files.createDirectories(directory);
            String log = "%s_%s_%s"
                    .formatted(
                            pod.getMetadata().getNamespace(),
                            pod.getMetadata().getName(),
                            pod.getMetadata().getUid());
            place = new PodRuntime(
                    services.network().add(),
                    services.network().addresses().host(),
                    directory,
                    services.options().logs().resolve(log),
                    Map.of());
            runtime = place;
            services.hosts().add(place.hostsFile(), pod, place.address());
        }
        if (!place.volumes().isEmpty() || pod.getSpec().getVolumes().isEmpty()) {
            return true;
        }
        try {
            runtime = place.withVolumes(
                    services.volumes().prepare(pod, place.directory(), place.address(), place.hostAddress()));
            return true;
        } catch (StartRefused e) {
            services.events().warning(pod, e.reason(), "MountVolume.SetUp failed: " + e.message());
            return false;
        }
    }

    private void refresh() throws IOException {
        PodRuntime place = runtime;
        if (volumesChanged && place != null) {
            volumesChanged = false;
            services.volumes().refresh(pod, place.directory(), place.address(), place.hostAddress());
        }
    }

    /** Keeps the containers running; once all have ended for good, the sidecars are stopped. */
    private Duration drive(Instant now) {
        Duration wait = stopping ? IDLE : driver.drive(pod, Objects.requireNonNull(runtime), now, init, main);
        if (!stopping && ContainerDriver.isDone(pod, main)) {
            stopping = true;
            slots().forEach(this::stopQuietly);
        }
        return wait;
    }

    private void stopQuietly(ContainerSlot slot) {
        ContainerProcess process = slot.process;
        if (process != null && !slot.stopping) {
            stop(slot, process, grace());
        }
    }

    /** Stops all containers; once they are gone, so is the pod. */
    private Duration end() throws IOException {
        if (!stopping) {
            stopping = true;
            Duration grace = gone
                    ? Duration.ofSeconds(1)
                    : Duration.ofSeconds(Objects.requireNonNullElse(
                            pod.getMetadata().getDeletionGracePeriodSeconds(), grace().toSeconds()));
            slots().forEach(slot -> {
                ContainerProcess process = slot.process;
                if (process != null) {
                    runs.event(pod, slot, "Normal", "Killing", "Stopping container " + slot.container.getName());
                    stop(slot, process, grace);
                }
            });
        }
        if (slots().anyMatch(slot -> slot.process != null)) {
            publish(false);
            return IDLE;
        }
        publish(true);
        if (!gone && failure.isPresent() && !Owners.isBeingDeleted(pod)) {
            return writer.pending() ? RETRY : IDLE;
        }
        release();
        if (!gone && !writer.delete(pod)) {
            return RETRY;
        }
        over = true;
        return Duration.ZERO;
    }

    private void release() throws IOException {
        PodRuntime place = runtime;
        if (place != null) {
            services.hosts().remove(place.hostsFile());
            services.network().remove(place.network());
            services.volumes().forget(place.directory());
            AtomicDirectory.delete(place.directory());
        }
    }

    private void publish(boolean ended) {
        if (gone) {
            return;
        }
        PodStatuses.Facts facts = new PodStatuses.Facts(
                init,
                main,
                runtime().map(PodRuntime::address).orElse(""),
                services.network().addresses().host(),
                startTime,
                failure,
                ended);
        writer.write(pod, facts);
    }

    /** Ends the pod's processes at once, without a word to the API. */
    void abandon() {
        gone = true;
        slots().forEach(slot -> {
            ContainerProcess process = slot.process;
            if (process != null) {
                process.destroy();
            }
        });
    }
}

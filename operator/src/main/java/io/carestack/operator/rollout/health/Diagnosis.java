package io.carestack.operator.rollout.health;

import io.carestack.operator.app.PodProblem;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what makes further waiting for a release's pods useless. A pod that finds no node is no such thing: nodes may come. */
final class Diagnosis {
    private static final Duration PULL = Duration.ofSeconds(55);
    private static final Duration REFUSED_PULL = Duration.ofSeconds(30);
    private static final Duration CONFIGURATION = Duration.ofSeconds(20);
    private static final Duration ADMISSION = Duration.ofSeconds(30);
    private static final int RESTARTS = 3;
    private static final int LOOPING_PODS = 2;
    private static final int OUT_OF_MEMORY = 2;

    private static final Set<String> HOPELESS = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> PULLING = Set.of("ErrImagePull", "ImagePullBackOff");
    private static final Set<String> MISCONFIGURED =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError");

    /** What registries say when they will not say anything else a minute later. */
    private static final List<String> REFUSALS =
            List.of("not found", "manifest unknown", "unauthorized", "denied", "forbidden", "name unknown");

    private Diagnosis() {}

    /** What is worst in any component: what leaves the least time. */
    static Optional<Trouble> beforeTheSwitch(List<ColorPods> components) {
        return components.stream()
                .flatMap(Diagnosis::troubles)
                .min(Comparator.comparing(Trouble::patience).thenComparing(Trouble::kind));
    }

    /** A crash loop, or a second restart after this moment: once there is traffic, nobody waits for more. */
    static Optional<Trouble> ofCrashes(ColorPods component, Instant since) {
        boolean looping = component.pods().stream().anyMatch(pod -> waits(pod, Set.of("CrashLoopBackOff")));
        boolean restarting = component.pods().stream()
                .flatMap(Diagnosis::containers)
                .anyMatch(container -> container.getRestartCount() >= 2
                        && last(container)
                                .filter(exit -> exit.getFinishedAt() != null
                                        && Instant.parse(exit.getFinishedAt()).isAfter(since))
                                .isPresent());
        return looping || restarting
                ? Optional.of(trouble(component, "crash", "its container was restarted again", Duration.ZERO))
                : Optional.empty();
    }

    private static Stream<Trouble> troubles(ColorPods component) {
        return Stream.of(
                        image(component),
                        crashes(component),
                        memory(component),
                        configuration(component),
                        admission(component))
                .flatMap(Optional::stream);
    }

    private static Optional<Trouble> image(ColorPods component) {
        List<Pod> pods = component.pods();
        if (pods.stream().anyMatch(pod -> waits(pod, HOPELESS))) {
            return Optional.of(trouble(component, "image", "its image has no valid name", Duration.ZERO));
        }
        // one node that cannot pull is that node's trouble
        if (pods.isEmpty() || !pods.stream().allMatch(pod -> waits(pod, PULLING))) {
            return Optional.empty();
        }
        String words =
                PodProblem.worst(pods).map(PodProblem::message).orElse("").toLowerCase(Locale.ROOT);
        boolean refused = REFUSALS.stream().anyMatch(words::contains);
        return Optional.of(trouble(component, "image", "its image cannot be pulled", refused ? REFUSED_PULL : PULL));
    }

    private static Optional<Trouble> crashes(ColorPods component) {
        long looping = component.pods().stream()
                .filter(pod -> waits(pod, Set.of("CrashLoopBackOff")))
                .count();
        boolean often = component.pods().stream()
                .flatMap(Diagnosis::containers)
                .anyMatch(container -> container.getRestartCount() >= RESTARTS);
        return often || looping >= LOOPING_PODS
                ? Optional.of(trouble(component, "crash", "its container ends again and again", Duration.ZERO))
                : Optional.empty();
    }

    private static Optional<Trouble> memory(ColorPods component) {
        int kills = component.pods().stream()
                .flatMap(Diagnosis::containers)
                .filter(container -> Stream.concat(last(container).stream(), now(container).stream())
                        .anyMatch(exit -> "OOMKilled".equals(exit.getReason())))
                .mapToInt(container -> Math.max(1, container.getRestartCount()))
                .sum();
        return kills >= OUT_OF_MEMORY
                ? Optional.of(trouble(component, "memory", "it needs more memory than its limit", Duration.ZERO))
                : Optional.empty();
    }

    private static Optional<Trouble> configuration(ColorPods component) {
        return component.pods().stream().anyMatch(pod -> waits(pod, MISCONFIGURED))
                ? Optional.of(trouble(component, "configuration", "its container cannot be made", CONFIGURATION))
                : Optional.empty();
    }

    private static Optional<Trouble> admission(ColorPods component) {
        return component.deployment().map(Deployment::getStatus).map(DeploymentStatus::getConditions).stream()
                .flatMap(List::stream)
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> new Trouble(
                        component.component() + "/admission",
                        component.name() + ": " + condition.getReason() + ": " + condition.getMessage(),
                        ADMISSION))
                .findFirst();
    }

    private static Trouble trouble(ColorPods component, String kind, String otherwise, Duration patience) {
        return new Trouble(component.component() + "/" + kind, component.sentence(otherwise), patience);
    }

    private static boolean waits(Pod pod, Set<String> reasons) {
        return containers(pod)
                .map(ContainerStatus::getState)
                .flatMap(Stream::ofNullable)
                .map(ContainerState::getWaiting)
                .flatMap(Stream::ofNullable)
                .map(ContainerStateWaiting::getReason)
                .flatMap(Stream::ofNullable)
                .anyMatch(reasons::contains);
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
                .flatMap(List::stream);
    }

    private static Optional<ContainerStateTerminated> last(ContainerStatus container) {
        return Optional.ofNullable(container.getLastState()).map(ContainerState::getTerminated);
    }

    private static Optional<ContainerStateTerminated> now(ContainerStatus container) {
        return Optional.ofNullable(container.getState()).map(ContainerState::getTerminated);
    }
}

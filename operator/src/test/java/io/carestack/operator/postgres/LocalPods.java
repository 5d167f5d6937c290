package io.carestack.operator.postgres;

import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a kubelet would say about local containers. */
final class LocalPods {
    private final Map<String, Optional<Integer>> lastExits = new TreeMap<>();
    private final Map<String, Instant> startedAt = new TreeMap<>();
    private final Map<String, Readiness> readiness = new TreeMap<>();

    private final Map<String, Pod> told = new TreeMap<>();
    private final Set<String> unheard = new TreeSet<>();
    private final Set<String> unready = new TreeSet<>();

    /** Whether a pod is ready, and since when it is so. */
    private record Readiness(boolean ready, Instant since) {}

    /** To be told before a container starts. */
    void starts(String name, LocalContainer container) {
        lastExits.put(name, container.exitCode());
        startedAt.put(name, now());
    }

    /** The API goes on telling what it knows of it now, as when its node is not heard of. */
    void unheard(String name) {
        unheard.add(name);
    }

    /** Its readiness probe fails, whatever its server does. */
    void unready(String name) {
        unready.add(name);
    }

    /** Both are over. */
    void heard(String name) {
        unheard.remove(name);
        unready.remove(name);
    }

    Pod pod(String name, LocalContainer container, Optional<String> role, Map<String, String> annotations) {
        Map<String, String> labels = new TreeMap<>(Labels.common("notes", "postgres"));
        role.ifPresent(each -> labels.put(Labels.ROLE, each));
        Pod now = unheard.contains(name) ? told.get(name) : seen(name, container, annotations);
        Pod pod = new PodBuilder(now)
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .build();
        told.put(name, pod);
        return pod;
    }

    private Pod seen(String name, LocalContainer container, Map<String, String> annotations) {
        Readiness ready = readiness.merge(
                name,
                new Readiness(!unready.contains(name) && container.accepts(), now()),
                (before, after) -> before.ready() == after.ready() ? before : after);
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("care")
                .withAnnotations(annotations)
                .endMetadata()
                .withNewStatus()
                .withPodIP(container.address())
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready.ready() ? "True" : "False")
                .withLastTransitionTime(ready.since().toString())
                .endCondition()
                .addNewContainerStatus()
                .withName("postgres")
                .withState(container.runs() ? running(name) : terminated(container.exitCode()))
                .withLastState(terminated(lastExits.getOrDefault(name, Optional.empty())))
                .endContainerStatus()
                .endStatus()
                .build();
    }

    private ContainerState running(String name) {
        return new ContainerStateBuilder()
                .withNewRunning()
                .withStartedAt(startedAt.getOrDefault(name, Instant.EPOCH).toString())
                .endRunning()
                .build();
    }

    private static ContainerState terminated(Optional<Integer> exitCode) {
        ContainerStateBuilder state = new ContainerStateBuilder();
        exitCode.ifPresentOrElse(
                code -> state.withNewTerminated().withExitCode(code).endTerminated(),
                () -> state.withNewTerminated().endTerminated());
        return state.build();
    }

    /** As the API tells times: in whole seconds. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}

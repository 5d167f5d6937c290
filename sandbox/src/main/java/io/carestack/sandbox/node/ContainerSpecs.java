package io.carestack.sandbox.node;

import io.carestack.sandbox.image.Recipe;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Works out how a container of a pod is started. */
final class ContainerSpecs {
    private final Environments environments;

    ContainerSpecs(Environments environments) {
        this.environments = environments;
    }

    /** The container as it is to be started now, or the reason why it cannot be. */
    ContainerSpec of(PodRuntime runtime, Pod pod, Container container, Recipe recipe) throws StartRefused, IOException {
        Identity identity = Identity.of(pod.getSpec(), container, recipe);
        Map<String, String> environment = environments.of(
                pod, container, environment(container, recipe), runtime.address(), runtime.hostAddress());
        environment.putIfAbsent("HOME", identity.uid() == 0 ? "/root" : "/");
        List<String> command = new ArrayList<>();
        boolean ownCommand = !container.getCommand().isEmpty();
        command.addAll(ownCommand ? container.getCommand() : recipe.entrypoint());
        command.addAll(!container.getArgs().isEmpty() || ownCommand ? container.getArgs() : recipe.command());
        command.replaceAll(word -> Expansion.expand(word, environment));
        if (command.isEmpty()) {
            throw new StartRefused("CreateContainerError", "no command specified");
        }
        return new ContainerSpec(
                container.getName(),
                Environments.hostname(pod),
                recipe,
                identity,
                command,
                Objects.requireNonNullElse(container.getWorkingDir(), recipe.workingDirectory()),
                environment,
                mounts(runtime, container, environment),
                runtime.hostsFile(),
                runtime.networkPath());
    }

    private static List<ContainerSpec.Mount> mounts(
            PodRuntime runtime, Container container, Map<String, String> environment) throws StartRefused, IOException {
        List<ContainerSpec.Mount> mounts = new ArrayList<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Path volume = runtime.volumes().get(mount.getName());
            if (volume == null) {
                throw StartRefused.configuration("volume mount %s names no volume".formatted(mount.getName()));
            }
            String below = mount.getSubPathExpr() == null
                    ? Objects.requireNonNullElse(mount.getSubPath(), "")
                    : Expansion.expand(mount.getSubPathExpr(), environment);
            Path source = below.isEmpty() ? volume : volume.resolve(below);
            if (!Files.exists(source)) {
                Files.createDirectories(source);
                AtomicDirectory.setMode(source, 0777);
            }
            mounts.add(new ContainerSpec.Mount(
                    source.toRealPath(), mount.getMountPath(), Boolean.TRUE.equals(mount.getReadOnly())));
        }
        return mounts;
    }

    /** An image that listens where PORT says listens on the port that the pod declares, as its authors would have built it. */
    private static Map<String, String> environment(Container container, Recipe recipe) {
        Map<String, String> environment = new HashMap<>(recipe.environment());
        if (environment.containsKey("PORT")
                && container.getPorts() != null
                && !container.getPorts().isEmpty()) {
            environment.put(
                    "PORT", String.valueOf(container.getPorts().getFirst().getContainerPort()));
        }
        return environment;
    }
}

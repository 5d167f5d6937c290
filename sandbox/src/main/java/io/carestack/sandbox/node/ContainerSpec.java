package io.carestack.sandbox.node;

import io.carestack.sandbox.image.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that is needed to start a container, worked out.
 *
 * @param command the words to run, expanded
 * @param mounts what appears where besides the root file system
 * @param hosts the pod's hosts file on this machine
 */
record ContainerSpec(
        String name,
        String hostname,
        Recipe recipe,
        Identity identity,
        List<String> command,
        String workingDirectory,
        Map<String, String> environment,
        List<Mount> mounts,
        Path hosts,
        String networkPath) {

    /** A directory or file of this machine at a path of the container. */
    record Mount(Path source, String target, boolean readOnly) {}

    ContainerSpec {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
    }
}

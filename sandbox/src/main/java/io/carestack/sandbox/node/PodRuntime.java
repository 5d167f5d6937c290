package io.carestack.sandbox.node;

import io.carestack.sandbox.network.PodInterface;
import java.nio.file.Path;
import java.util.Map;

/** A pod's place on this machine: its network, its directory and its volumes. */
record PodRuntime(PodInterface network, String hostAddress, Path directory, Path logs, Map<String, Path> volumes) {

    PodRuntime {
        volumes = Map.copyOf(volumes);
    }

    String address() {
        return network.address();
    }

    String networkPath() {
        return network.path();
    }

    Path hostsFile() {
        return directory.resolve("hosts");
    }

    PodRuntime withVolumes(Map<String, Path> now) {
        return new PodRuntime(network, hostAddress, directory, logs, now);
    }
}

package io.carestack.sandbox.node;

import io.carestack.sandbox.image.Images;
import io.carestack.sandbox.machinery.EventRecorder;
import io.carestack.sandbox.network.PodNetwork;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** What every pod's worker uses. */
record NodeServices(
        KubernetesClient client,
        Images images,
        PodNetwork network,
        Volumes volumes,
        HostsFiles hosts,
        ContainerLauncher launcher,
        ContainerSpecs specs,
        Actions actions,
        EventRecorder events,
        NodeOptions options,
        Clock clock) {}

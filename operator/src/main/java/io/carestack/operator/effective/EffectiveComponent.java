package io.carestack.operator.effective;

import io.carestack.operator.api.Autoscaling;
import io.carestack.operator.api.Component.Probes;
import io.carestack.operator.api.ComponentVolume;
import io.carestack.operator.api.EnvironmentSource;
import io.carestack.operator.api.EnvironmentVariable;
import io.carestack.operator.api.PodSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One component with every default filled in.
 *
 * @param index position in {@code spec.components}, for messages that name a field
 * @param port HTTP port; empty for a worker
 * @param autoscaling present exactly when {@code maxReplicas > minReplicas}
 * @param drain time for requests in flight after SIGTERM
 */
public record EffectiveComponent(
        int index,
        String name,
        String image,
        OptionalInt port,
        int minReplicas,
        int maxReplicas,
        Optional<Autoscaling> autoscaling,
        Optional<Probes> probes,
        Optional<EffectiveMetrics> metrics,
        Duration drain,
        boolean connections,
        List<EnvironmentVariable> env,
        List<EnvironmentSource> envFrom,
        EffectiveResources resources,
        List<ComponentVolume> volumes,
        List<String> command,
        List<String> args,
        Optional<PodSettings> pod) {

    /** Where Prometheus finds metrics. */
    public record EffectiveMetrics(String path, int port, Duration interval) {}
}

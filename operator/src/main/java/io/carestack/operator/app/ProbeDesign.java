package io.carestack.operator.app;

import io.carestack.operator.api.Component.Probes;
import io.carestack.operator.effective.EffectiveComponent;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.Optional;
import java.util.function.Function;

/** How Kubernetes tells a healthy pod from a sick one; a component without a port has no probes. */
final class ProbeDesign {
    static final int STARTUP_SECONDS = 300;
    private static final int STARTUP_PERIOD = 2;
    private static final int READINESS_PERIOD = 5;
    private static final int LIVENESS_PERIOD = 10;
    private static final int TIMEOUT = 5;
    private static final int FAILURES = 3;

    private ProbeDesign() {}

    /** Restarts a pod whose liveness path fails; never made from a TCP connection, which a busy process may refuse. */
    static Optional<Probe> liveness(EffectiveComponent component) {
        return path(component, Probes::liveness).map(path -> probe(Optional.of(path), LIVENESS_PERIOD, FAILURES));
    }

    /** Takes a pod out of the Service while its readiness path, or a TCP connection to its port, fails. */
    static Optional<Probe> readiness(EffectiveComponent component) {
        return component.port().isEmpty()
                ? Optional.empty()
                : Optional.of(probe(path(component, Probes::readiness), READINESS_PERIOD, FAILURES));
    }

    /** Keeps the other probes waiting while a pod starts. */
    static Optional<Probe> startup(EffectiveComponent component) {
        if (component.port().isEmpty()) {
            return Optional.empty();
        }
        int seconds = component.probes().map(Probes::startupSeconds).orElse(STARTUP_SECONDS);
        return Optional.of(probe(
                path(component, Probes::startup).or(() -> path(component, Probes::readiness)),
                STARTUP_PERIOD,
                Math.ceilDiv(seconds, STARTUP_PERIOD)));
    }

    private static Optional<String> path(EffectiveComponent component, Function<Probes, String> which) {
        return component.port().isEmpty()
                ? Optional.empty()
                : component.probes().map(which);
    }

    private static Probe probe(Optional<String> path, int period, int failures) {
        ProbeBuilder probe = new ProbeBuilder()
                .withPeriodSeconds(period)
                .withTimeoutSeconds(TIMEOUT)
                .withFailureThreshold(failures);
        IntOrString port = new IntOrString(PodTemplateDesign.HTTP);
        path.ifPresentOrElse(
                http -> probe.withNewHttpGet()
                        .withPath(http)
                        .withPort(port)
                        .withScheme("HTTP")
                        .endHttpGet(),
                () -> probe.withNewTcpSocket().withPort(port).endTcpSocket());
        return probe.build();
    }
}

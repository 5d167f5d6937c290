package io.carestack.operator.monitoring;

import io.carestack.operator.api.Monitoring.Severity;
import io.carestack.operator.effective.EffectiveStack;
import java.time.Duration;
import java.util.List;

/** Alerts about the releases of the stack, by what the operator exports about them. */
record ReleaseAlerts(EffectiveStack stack) {

    List<Alert> releases() {
        String look = "kubectl describe carestack " + stack.name() + " says why.";
        return List.of(
                new Alert(
                        "ReleaseFailed",
                        Severity.warning,
                        Duration.ZERO,
                        "max(" + series("release_failed", "") + ") == 1",
                        "The release that the spec describes was given up; the one before it serves. " + look),
                new Alert(
                        "ReleaseDegraded",
                        Severity.critical,
                        Duration.ofMinutes(1),
                        "max(" + series("release_phase", ",phase=\"Degraded\"") + ") == 1",
                        "A release failed, and the pods of the one before it do not become ready; the failed one serves."),
                new Alert(
                        "ReleaseStuck",
                        Severity.warning,
                        Duration.ofMinutes(30),
                        "max(" + series("release_phase", ",phase=~\"Switching|RollingBack|Aborting\"") + ") == 1",
                        "A release has been between two colours for half an hour. " + look));
    }

    private String series(String metric, String more) {
        return "carestack_" + metric + "{stack_namespace=\"" + stack.namespace() + "\",stack=\"" + stack.name() + "\""
                + more + "}";
    }
}

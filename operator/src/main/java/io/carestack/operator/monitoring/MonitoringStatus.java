package io.carestack.operator.monitoring;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Monitoring as users read it; a stack serves without it. */
public final class MonitoringStatus {
    /** Type of the condition. */
    public static final String MONITORING_READY = "MonitoringReady";

    private MonitoringStatus() {}

    /**
     * The condition. Kinds that are missing are an error only where monitoring was asked for explicitly.
     *
     * @param secrets what is wrong with the Secrets of alert receivers
     */
    public static ConditionValue of(EffectiveStack stack, MonitoringPlan plan, List<Problem> secrets) {
        if (Boolean.FALSE.equals(stack.monitoring().enabled())) {
            return ConditionValue.yes(MONITORING_READY, "Disabled", "spec.monitoring.enabled is false");
        }
        if (!secrets.isEmpty()) {
            return ConditionValue.no(
                    MONITORING_READY,
                    "SecretMissing",
                    secrets.stream().map(Problem::sentence).collect(Collectors.joining("; ")));
        }
        if (!plan.missing().isEmpty()) {
            String message = "The cluster lacks "
                    + plan.missing().stream().map(kind -> kind.definition()).collect(Collectors.joining(", "))
                    + "; install the Prometheus operator, or set spec.monitoring.enabled to false";
            return Boolean.TRUE.equals(stack.monitoring().enabled())
                    ? ConditionValue.no(MONITORING_READY, "KindNotInstalled", message)
                    : ConditionValue.unknown(MONITORING_READY, "KindNotInstalled", message);
        }
        return ConditionValue.yes(MONITORING_READY, "Made", plan.desired().size() + " monitoring objects exist");
    }
}

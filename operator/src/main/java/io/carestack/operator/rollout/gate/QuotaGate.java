package io.carestack.operator.rollout.gate;

import io.carestack.operator.rollout.plan.Gate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaSpec;
import io.fabric8.kubernetes.api.model.ResourceQuotaStatus;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether the quotas of the namespace leave room for the second colour. */
public final class QuotaGate {
    /** Scopes that the pods of components are in: they have requests and no deadline. */
    private static final Set<String> OURS = Set.of("NotBestEffort", "NotTerminating");

    private QuotaGate() {}

    /** The gate of a namespace with these quotas, as the API server last counted them. */
    public static Gate of(List<ResourceQuota> quotas, ColorDemand demand) {
        return quotas.stream()
                .filter(QuotaGate::countsOurPods)
                .sorted(Comparator.comparing(quota -> quota.getMetadata().getName()))
                .flatMap(quota -> shortages(quota, demand.amounts()))
                .findFirst()
                .map(Gate::closed)
                .orElse(Gate.OPEN);
    }

    /** Quotas of single priority classes are left to the API server: it says no while the pods are made, and that is seen. */
    private static boolean countsOurPods(ResourceQuota quota) {
        ResourceQuotaSpec spec = quota.getSpec();
        return spec == null
                || (OURS.containsAll(spec.getScopes())
                        && (spec.getScopeSelector() == null
                                || spec.getScopeSelector().getMatchExpressions().isEmpty()));
    }

    private static Stream<String> shortages(ResourceQuota quota, Map<String, BigDecimal> amounts) {
        ResourceQuotaStatus status = quota.getStatus();
        if (status == null || status.getHard() == null) {
            return Stream.empty();
        }
        return amounts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(need -> need.getValue().signum() > 0)
                .flatMap(need -> Optional.ofNullable(status.getHard().get(need.getKey()))
                        .flatMap(hard -> shortage(
                                need.getValue(),
                                hard,
                                Optional.ofNullable(status.getUsed()).map(used -> used.get(need.getKey()))))
                        .map(text -> "quota " + quota.getMetadata().getName() + ": " + need.getKey() + " " + text
                                + "; raise the quota or lower the component's replicas or resources")
                        .stream());
    }

    private static Optional<String> shortage(BigDecimal need, Quantity hard, Optional<Quantity> used) {
        BigDecimal left = hard.getNumericalAmount()
                .subtract(used.map(Quantity::getNumericalAmount).orElse(BigDecimal.ZERO));
        return left.compareTo(need) >= 0
                ? Optional.empty()
                : Optional.of("has "
                        + left.max(BigDecimal.ZERO).stripTrailingZeros().toPlainString() + " left of " + hard
                        + ", the new pods need " + need.stripTrailingZeros().toPlainString());
    }
}

package io.carestack.operator.rollout.gate;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveResources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the pods of a colour that are still to be made will take.
 *
 * @param amounts by the names that quotas have for them, in cores and bytes
 */
public record ColorDemand(Map<String, BigDecimal> amounts) {
    /** Nothing is to be made. */
    public static final ColorDemand NOTHING = new ColorDemand(Map.of());

    public ColorDemand {
        amounts = Map.copyOf(amounts);
    }

    /** The same and so many pods of a component. */
    public ColorDemand plus(EffectiveComponent component, int pods) {
        BigDecimal count = BigDecimal.valueOf(Math.max(0, pods));
        EffectiveResources each = component.resources();
        Map<String, BigDecimal> sum = new TreeMap<>(amounts);
        add(sum, count, "pods", "count/pods");
        add(sum, count.multiply(amount(each.cpuRequest())), "cpu", "requests.cpu");
        add(sum, count.multiply(amount(each.memoryRequest())), "memory", "requests.memory");
        add(sum, count.multiply(amount(each.cpuLimit())), "limits.cpu");
        add(sum, count.multiply(amount(each.memoryLimit())), "limits.memory");
        return new ColorDemand(sum);
    }

    private static void add(Map<String, BigDecimal> sum, BigDecimal amount, String... names) {
        for (String name : names) {
            sum.merge(name, amount, BigDecimal::add);
        }
    }

    private static BigDecimal amount(String quantity) {
        return new Quantity(quantity).getNumericalAmount();
    }
}

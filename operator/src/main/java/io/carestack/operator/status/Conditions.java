package io.carestack.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what domains say into Kubernetes conditions. */
public final class Conditions {
    private Conditions() {}

    /**
     * The new conditions in the order given. The time of the last transition changes only when the status does, and every condition carries the
     * generation, because {@code kubectl wait} ignores a condition with an older one.
     *
     * @param previous conditions of the last pass
     */
    public static List<Condition> merge(
            @Nullable List<Condition> previous, List<ConditionValue> values, long generation, Instant now) {
        return values.stream()
                .map(value -> condition(find(previous, value.type()), value, generation, now))
                .toList();
    }

    /** The condition of this type. */
    public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
        return conditions == null
                ? Optional.empty()
                : conditions.stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst();
    }

    private static Condition condition(
            Optional<Condition> previous, ConditionValue value, long generation, Instant now) {
        String status = value.truth().name();
        String since = previous.filter(condition -> status.equals(condition.getStatus()))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new ConditionBuilder()
                .withType(value.type())
                .withStatus(status)
                .withReason(value.reason())
                .withMessage(value.message())
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }
}

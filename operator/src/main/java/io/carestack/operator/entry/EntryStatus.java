package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.status.ConditionValue;
import java.util.Optional;
import java.util.stream.Collectors;

/** The way in as users read it. */
public final class EntryStatus {
    /** Type of the condition. */
    public static final String ENTRY_READY = "EntryReady";

    private EntryStatus() {}

    /** The condition; nothing when the stack has no entry. */
    public static Optional<ConditionValue> of(EffectiveStack stack, EntryObservation observation, EntryPlan plan) {
        return stack.entry().map(entry -> condition(entry, observation, plan));
    }

    private static ConditionValue condition(Entry entry, EntryObservation observation, EntryPlan plan) {
        if (!plan.missing().isEmpty()) {
            return ConditionValue.no(
                    ENTRY_READY,
                    "KindNotInstalled",
                    "The cluster lacks "
                            + plan.missing().stream()
                                    .map(kind -> "the kind " + kind.kind() + " (" + kind.apiVersion() + ")")
                                    .collect(Collectors.joining(" and "))
                            + "; install it, or choose another way in under spec.entry");
        }
        if (entry.gateway() != null && observation.refusal().isPresent()) {
            return ConditionValue.no(
                    ENTRY_READY,
                    "RouteRefused",
                    "Gateway " + entry.gateway().name() + " refuses the route: "
                            + observation.refusal().orElseThrow());
        }
        String host = entry.host() + " leads to the stack";
        return plan.unexpressed().isEmpty()
                ? ConditionValue.yes(ENTRY_READY, "Expressed", host)
                : ConditionValue.yes(
                        ENTRY_READY,
                        "PartlyExpressed",
                        host + ", but not as asked for: "
                                + plan.unexpressed().stream()
                                        .map(Unexpressed::sentence)
                                        .collect(Collectors.joining(". ")));
    }
}

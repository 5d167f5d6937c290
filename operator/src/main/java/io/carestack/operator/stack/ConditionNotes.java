package io.carestack.operator.stack;

import io.carestack.operator.status.Conditions;
import io.carestack.operator.status.Note;
import io.carestack.operator.status.StackHealth;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conditions that somebody should hear of at once, told when they begin and not again while they last. Pure. */
final class ConditionNotes {
    private static final String DATABASE_READY = "DatabaseReady";
    private static final String SUSPECTED = "PrimarySuspected";

    private ConditionNotes() {}

    static List<Note> of(@Nullable List<Condition> previous, @Nullable List<Condition> next) {
        List<Note> notes = new ArrayList<>();
        Conditions.find(next, DATABASE_READY)
                .filter(now -> SUSPECTED.equals(now.getReason()))
                .filter(now -> !SUSPECTED.equals(reason(Conditions.find(previous, DATABASE_READY))))
                .ifPresent(now -> notes.add(new Note(true, SUSPECTED, now.getMessage())));
        Conditions.find(next, StackHealth.FAILOVER_BLOCKED)
                .filter(ConditionNotes::isTrue)
                .filter(now -> Conditions.find(previous, StackHealth.FAILOVER_BLOCKED)
                        .filter(ConditionNotes::isTrue)
                        .isEmpty())
                .ifPresent(now -> notes.add(new Note(true, StackHealth.FAILOVER_BLOCKED, now.getMessage())));
        return notes;
    }

    private static boolean isTrue(Condition condition) {
        return "True".equals(condition.getStatus());
    }

    private static String reason(Optional<Condition> condition) {
        return condition.map(Condition::getReason).orElse("");
    }
}

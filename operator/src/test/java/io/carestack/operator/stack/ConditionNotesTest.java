package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carestack.operator.status.Note;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionNotesTest {
    private static final Condition CALM = condition("FailoverBlocked", "False", "NotBlocked");
    private static final Condition BLOCKED = condition("FailoverBlocked", "True", "TooFewInstances");
    private static final Condition READY = condition("DatabaseReady", "True", "Ready");
    private static final Condition SUSPECTED = condition("DatabaseReady", "False", "PrimarySuspected");

    @Test
    void aBlockedFailoverIsToldWhenItBeginsAndNotAgainWhileItLasts() {
        assertThat(ConditionNotes.of(List.of(READY, CALM), List.of(READY, BLOCKED)))
                .extracting(Note::warning, Note::reason)
                .containsExactly(tuple(true, "FailoverBlocked"));
        assertThat(ConditionNotes.of(List.of(READY, BLOCKED), List.of(READY, BLOCKED)))
                .isEmpty();
        assertThat(ConditionNotes.of(List.of(READY, BLOCKED), List.of(READY, CALM)))
                .isEmpty();
    }

    @Test
    void aSuspectedPrimaryIsToldOnceEvenToAStackWithoutAnyConditionBefore() {
        assertThat(ConditionNotes.of(null, List.of(SUSPECTED)))
                .extracting(Note::reason)
                .containsExactly("PrimarySuspected");
        assertThat(ConditionNotes.of(List.of(SUSPECTED), List.of(SUSPECTED))).isEmpty();
        assertThat(ConditionNotes.of(List.of(SUSPECTED), List.of(READY))).isEmpty();
    }

    private static Condition condition(String type, String status, String reason) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage("as " + reason)
                .build();
    }
}

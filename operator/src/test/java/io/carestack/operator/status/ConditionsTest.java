package io.carestack.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Instant MORNING = Instant.parse("2026-01-15T03:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-15T03:05:00Z");

    @Test
    void theTransitionTimeChangesOnlyWithTheStatus() {
        List<Condition> before =
                Conditions.merge(null, List.of(ConditionValue.no("Ready", "Starting", "1/3")), 1, MORNING);
        List<Condition> same =
                Conditions.merge(before, List.of(ConditionValue.no("Ready", "Starting", "2/3")), 1, LATER);
        List<Condition> flipped = Conditions.merge(same, List.of(ConditionValue.yes("Ready", "All", "3/3")), 1, LATER);

        assertThat(same.getFirst().getLastTransitionTime()).isEqualTo(MORNING.toString());
        assertThat(flipped.getFirst().getLastTransitionTime()).isEqualTo(LATER.toString());
    }

    @Test
    void everyConditionCarriesTheGenerationItWasJudgedFor() {
        List<Condition> conditions = Conditions.merge(
                Conditions.merge(null, List.of(ConditionValue.yes("Ready", "All", "")), 1, MORNING),
                List.of(ConditionValue.yes("Ready", "All", "")),
                2,
                LATER);

        assertThat(conditions).extracting(Condition::getObservedGeneration).containsExactly(2L);
    }
}

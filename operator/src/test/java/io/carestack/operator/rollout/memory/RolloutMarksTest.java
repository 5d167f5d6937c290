package io.carestack.operator.rollout.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Memories;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.rollout.plan.Marks;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutMarksTest {
    private static final Revision STABLE = new Revision("0000000000000001", Color.GREEN);

    @Test
    void whatAWriteKnewIsReadAgain() {
        RolloutMemory memory = Memories.releasing(Phase.Verifying, STABLE, "0000000000000002");

        HasMetadata marked = object(RolloutMarks.write(memory));

        assertThat(RolloutMarks.of(List.of(marked)))
                .contains(new Marks(
                        STABLE,
                        Optional.of(new Target("0000000000000002", 1, "0000000000000002", false)),
                        memory.epoch(),
                        1));
        assertThat(RolloutMarks.epoch(marked)).isEqualTo(memory.epoch());
    }

    @Test
    void aWriteWhileNothingIsUnderWayNamesNoTarget() {
        RolloutMemory memory = Memories.stable(STABLE);

        assertThat(RolloutMarks.of(List.of(object(RolloutMarks.write(memory)))))
                .contains(new Marks(STABLE, Optional.empty(), memory.epoch(), 0));
    }

    @Test
    void theHighestEpochIsRightAndTheHighestAttemptOfAllIsCounted() {
        Optional<Marks> marks = RolloutMarks.of(
                List.of(object(marks("old", 3, 9)), object(marks("new", 5, 2)), object(marks("older", 1, 4)), bare()));

        assertThat(marks).contains(new Marks(new Revision("new", Color.BLUE), Optional.empty(), 5, 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nonsense", "{", "[]", "7", "null", "{}", "{'epoch': 9}", "{'stable': 'blue'}"})
    void nonsenseCountsAsNothing(String text) {
        HasMetadata written = object(text.replace('\'', '"'));

        assertThat(RolloutMarks.of(List.of(written))).isEmpty();
        assertThat(RolloutMarks.of(List.of(written, object(marks("right", 2, 1)))))
                .contains(new Marks(new Revision("right", Color.BLUE), Optional.empty(), 2, 1));
    }

    @Test
    void withoutMarksTheEpochIsThatOfAStackThatWasNeverReleased() {
        assertThat(RolloutMarks.epoch(bare())).isZero();
        assertThat(RolloutMarks.epoch(object("nonsense"))).isZero();
        assertThat(RolloutMarks.of(List.of(bare()))).isEmpty();
        assertThat(RolloutMarks.of(List.of())).isEmpty();
    }

    private static String marks(String stable, int epoch, int attempts) {
        return "{\"epoch\":%d,\"attempts\":%d,\"stable\":{\"revision\":\"%s\",\"color\":\"blue\"}}"
                .formatted(epoch, attempts, stable);
    }

    private static HasMetadata object(String annotation) {
        return new ServiceBuilder()
                .withNewMetadata()
                .addToAnnotations(Labels.ROLLOUT, annotation)
                .endMetadata()
                .build();
    }

    private static HasMetadata bare() {
        return new ServiceBuilder().withNewMetadata().endMetadata().build();
    }
}

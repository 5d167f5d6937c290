package io.carestack.acceptance.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void aRowThatWasAcknowledgedAndIsGoneIsLost() {
        Verdict verdict = Verdict.of(List.of(row(1, 1, "a", 1, 0), row(2, 1, "a", 1, 1)), Set.of(2L), 1);

        assertThat(verdict.lost()).containsExactly(1L);
        assertThat(verdict.failed()).isTrue();
    }

    @Test
    void aRowThatNobodyWasToldOfMayBeThereOrNot() {
        assertThat(Verdict.of(List.of(row(1, 1, "a", 1, 0)), Set.of(1L, 7L), 1).failed())
                .isFalse();
    }

    @Test
    void anAnswerOfAnOldTermIsStaleOnlyWhenItsRowIsMissing() {
        List<Acknowledgement> history = List.of(row(1, 2, "b", 1, 0), row(2, 1, "a", 1, 1), row(3, 1, "a", 1, 2));

        Verdict verdict = Verdict.of(history, Set.of(1L, 3L), 1);

        assertThat(verdict.stale()).containsExactly(2L);
        assertThat(verdict.late()).isEqualTo(1);
    }

    @Test
    void anOldAnswerThatIsThereIsNoFailure() {
        Verdict verdict = Verdict.of(List.of(row(1, 2, "b", 1, 0), row(2, 1, "a", 1, 1)), Set.of(1L, 2L), 1);

        assertThat(verdict.failed()).isFalse();
        assertThat(verdict.late()).isEqualTo(1);
    }

    @Test
    void twoInstancesThatAcknowledgeInOneTermAreASplit() {
        Verdict verdict = Verdict.of(List.of(row(1, 2, "b", 1, 0), row(2, 2, "a", 1, 1)), Set.of(1L, 2L), 1);

        assertThat(verdict.split()).containsExactly(2L);
        assertThat(verdict.failed()).isTrue();
    }

    @Test
    void theGapIsTheLongestTimeWithoutAnAnswerWhoeverGotIt() {
        List<Acknowledgement> history = List.of(row(3, 2, "b", 1, 9), row(1, 1, "a", 1, 0), row(2, 1, "a", 1, 2));

        assertThat(Verdict.of(history, Set.of(1L, 2L, 3L), 1).gap()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void rowsThatOneInstanceAloneHasExposeTheStackFromTheFirstToTheLast() {
        List<Acknowledgement> history =
                List.of(row(1, 1, "a", 1, 0), row(2, 1, "a", 0, 1), row(3, 1, "a", 0, 4), row(4, 1, "a", 1, 5));

        Verdict verdict = Verdict.of(history, Set.of(1L, 2L, 3L, 4L), 1);

        assertThat(verdict.exposed().toSeconds()).isEqualTo(3);
        assertThat(verdict.failed()).isTrue();
    }

    @Test
    void oneRowWithTooFewCopiesIsAFailureToo() {
        Verdict verdict = Verdict.of(List.of(row(1, 1, "a", 1, 0)), Set.of(1L), 2);

        assertThat(verdict.exposed()).isPositive();
        assertThat(verdict.failed()).isTrue();
    }

    @Test
    void aListOfStandbysSaysHowManyCopiesItPromises() {
        assertThat(Promise.copies("ANY 2 (\"a_t1\", \"b_t1\")")).isEqualTo(2);
        assertThat(Promise.copies("FIRST 3 (a, b, c)")).isEqualTo(3);
        assertThat(Promise.copies("2 (a, b)")).isEqualTo(2);
        assertThat(Promise.copies("a, b")).isEqualTo(1);
        assertThat(Promise.copies("*")).isEqualTo(1);
        assertThat(Promise.copies(" ")).isZero();
    }

    private static Acknowledgement row(long id, long term, String server, int copies, long second) {
        return new Acknowledgement(id, term, server, copies, second * SECOND);
    }
}

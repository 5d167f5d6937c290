package io.carestack.operator.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest searches, and the rules whose absence they notice; the whole is {@link LargeSearchTest}. */
class SmallSearchTest {

    @ParameterizedTest
    @MethodSource("small")
    void everyStateWithinTheBoundsKeepsEveryInvariantAndComesToRest(Scenario scenario) {
        Search.Result result = Search.of(scenario);
        assertThat(result.violation()).as(result.report()).isEmpty();
        assertThat(result.complete()).as(result.line()).isTrue();
    }

    static Stream<Scenario> small() {
        return Proof.small().stream();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mutant.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CANDIDATE_NOT_REMEMBERED", "PROMOTES_TWICE", "INTERRUPTED_REWIND_COUNTS"})
    void aBrokenRuleIsNoticed(Mutant mutant) {
        Search.Result result = Search.of(Mutants.scenario(mutant));
        assertThat(result.violation()).as(result.line()).isPresent();
        assertThat(result.trace())
                .as("it is told how it comes about")
                .isNotEmpty()
                .doesNotContain("?");
    }

    @Test
    void aLogSaysWhatIsInIt() {
        String log = Wal.promotion(1) + Wal.promotion(2) + Wal.commit(2, 1);
        assertThat(Wal.text(log)).isEqualTo("[^1 ^2 2.1]");
        assertThat(Wal.timeline(log)).isEqualTo(2);
        assertThat(List.of(Wal.commits(log), Wal.promotions(log))).containsExactly(1, 2);
    }
}

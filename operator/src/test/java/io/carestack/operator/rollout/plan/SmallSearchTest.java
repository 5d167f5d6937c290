package io.carestack.operator.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest searches, and the rules whose absence they notice; the whole is {@link LargeSearchTest}. */
class SmallSearchTest {

    @ParameterizedTest
    @MethodSource("small")
    void everyStateWithinTheBoundsKeepsEveryInvariantAndComesToRest(Bounds bounds) {
        RolloutSearch.Result result = RolloutSearch.of(bounds);
        assertThat(result.violation()).as(result.report()).isEmpty();
        assertThat(result.complete()).as(result.line()).isTrue();
    }

    static Stream<Bounds> small() {
        return Proof.small().stream();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mutant.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "DIRECTION_REMEMBERED",
                "AUTOSCALER_WITHOUT_VERSION",
                "SELECTOR_FROM_CACHE",
                "APPLY_FROM_CACHE",
                "CONFIRMED",
                "GREENS_READ_AGAIN"
            })
    void aRuleThatIsLeftOutIsNoticed(Mutant mutant) {
        RolloutSearch.Result result = RolloutSearch.of(mutant.bounds);
        assertThat(result.violation()).as(result.line()).isPresent();
        assertThat(result.trace())
                .as("it is told how it comes about")
                .isNotEmpty()
                .doesNotContain("?");
    }
}

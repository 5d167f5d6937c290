package io.carestack.operator.postgres.plan;

import static io.carestack.operator.postgres.plan.Encryption.DEMANDED;
import static io.carestack.operator.postgres.plan.Encryption.OFF;
import static io.carestack.operator.postgres.plan.Encryption.OFFERED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EncryptionTest {
    @Test
    void itIsOfferedBeforeItIsDemanded() {
        assertThat(OFF.next(true, seen(), false)).isEqualTo(OFFERED);
        assertThat(OFFERED.next(true, seen(Optional.of(true), Optional.of(true)), false))
                .isEqualTo(DEMANDED);
    }

    @Test
    void nothingIsDemandedWhileOneInstanceDoesNotEncryptOrDoesNotAnswer() {
        assertThat(OFFERED.next(true, seen(Optional.of(true), Optional.of(false)), true))
                .isEqualTo(OFFERED);
        assertThat(OFFERED.next(true, seen(Optional.of(true), Optional.empty()), true))
                .isEqualTo(OFFERED);
        assertThat(OFFERED.next(true, seen(), true)).isEqualTo(OFFERED);
    }

    @Test
    void itIsOfferedUntilNobodyDemandsItAnyMore() {
        assertThat(DEMANDED.next(false, seen(Optional.of(true)), true)).isEqualTo(OFFERED);
        assertThat(OFFERED.next(false, seen(Optional.of(true)), false)).isEqualTo(OFFERED);
        assertThat(OFFERED.next(false, seen(Optional.of(true)), true)).isEqualTo(OFF);
    }

    @Test
    void anInstanceThatIsMissingTakesNothingBack() {
        assertThat(DEMANDED.next(true, seen(Optional.empty()), false)).isEqualTo(DEMANDED);
    }

    @SafeVarargs
    private static Observation seen(Optional<Boolean>... encrypted) {
        List<Instance> instances = Stream.of(encrypted)
                .map(each -> new Instance(
                        "notes-postgres-0",
                        true,
                        true,
                        false,
                        false,
                        false,
                        false,
                        Optional.empty(),
                        each.map(EncryptionTest::facts),
                        ""))
                .toList();
        return new Observation(instances, Optional.empty(), Suspicion.NONE, Duration.ZERO);
    }

    private static Facts facts(boolean encrypted) {
        return new Facts(
                "1",
                true,
                1,
                1,
                "",
                "",
                "",
                "",
                1,
                1,
                false,
                false,
                false,
                List.of(),
                List.of(),
                "config",
                "config",
                List.of(),
                Optional.empty(),
                Optional.<Duration>empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                List.of(),
                false,
                encrypted);
    }
}

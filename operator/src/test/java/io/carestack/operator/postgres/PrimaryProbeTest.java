package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.postgres.PrimaryProbes.Target;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.postgres.plan.Suspicion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

@RealPostgres
class PrimaryProbeTest {

    @Test
    void aPrimaryIsSuspectedWhileItGivesNoAnswerAndNoLonger() throws Exception {
        AtomicInteger news = new AtomicInteger();
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            try (PrimaryProbe probe = PrimaryProbe.start(target(stack), news::incrementAndGet)) {
                heartbeat(stack);
                until(probe, Suspicion.NONE::equals);

                stack.container(FIRST).freeze();
                until(probe, Suspicion::lost);
                assertThat(probe.suspicion(FIRST).failing()).isGreaterThan(Duration.ofSeconds(1));
                assertThat(news).as("the database is to be looked at").hasPositiveValue();
                assertThat(probe.word()).contains("SILENT");

                stack.container(FIRST).thaw();
                until(probe, Suspicion.NONE::equals);

                probe.aim(new Target(FIRST, Optional.empty(), login(""), false));
                until(probe, Suspicion::lost);
            }
        }
    }

    @Test
    void aServerThatSaysNoHasAnswered() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            Target target = target(stack);
            try (PrimaryProbe probe =
                    PrimaryProbe.start(new Target(FIRST, target.address(), login("wrong"), true), () -> {})) {
                await("a probe").until(() -> probe.word().contains("ANSWERS"));
                assertThat(probe.suspicion(FIRST)).isEqualTo(Suspicion.NONE);
            }
        }
    }

    @Test
    void whatIsSaidOfOneInstanceIsNotSaidOfAnother() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            try (PrimaryProbe probe =
                    PrimaryProbe.start(new Target("notes-postgres-9", Optional.empty(), login(""), true), () -> {})) {
                await("lost").until(() -> probe.suspicion("notes-postgres-9").lost());
                assertThat(probe.suspicion(FIRST)).isEqualTo(Suspicion.NONE);
                probe.aim(target(stack));
                await("the other one is probed").until(() -> probe.word().startsWith(FIRST + " WRITES"));
                assertThat(probe.suspicion(FIRST)).isEqualTo(Suspicion.NONE);
                assertThat(probe.suspicion("notes-postgres-9")).isEqualTo(Suspicion.NONE);
            }
        }
    }

    private static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(Duration.ofSeconds(60));
    }

    private static void heartbeat(LocalStack stack) {
        await("the operator is heard of")
                .until(() -> stack.container(FIRST)
                        .home()
                        .resolve("state/heartbeat")
                        .toFile()
                        .exists());
    }

    private static void until(PrimaryProbe probe, Predicate<Suspicion> predicate) {
        await("what is said of the primary").until(() -> probe.suspicion(FIRST), predicate);
    }

    private static Target target(LocalStack stack) {
        return new Target(FIRST, Optional.of(stack.container(FIRST).address()), stack.superuserLogin(), true);
    }

    private static OperatorLogin login(String password) {
        return new OperatorLogin(password, Encryption.OFF, Optional.empty());
    }
}

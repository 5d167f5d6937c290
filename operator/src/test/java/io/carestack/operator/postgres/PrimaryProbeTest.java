package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.operator.postgres.PrimaryProbes.Target;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.postgres.plan.Suspicion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PrimaryProbeTest {
    private static final String PRIMARY = "notes-postgres-0";

    @BeforeAll
    static void needsPostgres() {
        assumeTrue(
                LocalStack.binaries().isPresent(),
                "needs root, unshare and a PostgreSQL server in /usr/lib/postgresql to run real instances");
    }

    @Test
    void aPrimaryIsSuspectedWhileItGivesNoAnswerAndNoLonger() throws Exception {
        AtomicInteger news = new AtomicInteger();
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            try (PrimaryProbe probe = PrimaryProbe.start(target(stack), news::incrementAndGet)) {
                heartbeat(stack);
                assertThat(probe.suspicion(PRIMARY)).isEqualTo(Suspicion.NONE);

                stack.container(PRIMARY).freeze();
                until(probe, Suspicion::lost);
                assertThat(probe.suspicion(PRIMARY).failing()).isGreaterThan(Duration.ofSeconds(1));
                assertThat(news).as("the database is to be looked at").hasPositiveValue();
                assertThat(probe.word()).contains("SILENT");

                stack.container(PRIMARY).thaw();
                until(probe, Suspicion.NONE::equals);

                probe.aim(new Target(PRIMARY, Optional.empty(), login(""), false));
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
                    PrimaryProbe.start(new Target(PRIMARY, target.address(), login("wrong"), true), () -> {})) {
                Awaitility.await("a probe").until(() -> probe.word().contains("ANSWERS"));
                assertThat(probe.suspicion(PRIMARY)).isEqualTo(Suspicion.NONE);
            }
        }
    }

    @Test
    void whatIsSaidOfOneInstanceIsNotSaidOfAnother() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            try (PrimaryProbe probe =
                    PrimaryProbe.start(new Target("notes-postgres-9", Optional.empty(), login(""), true), () -> {})) {
                Awaitility.await("lost")
                        .until(() -> probe.suspicion("notes-postgres-9").lost());
                assertThat(probe.suspicion(PRIMARY)).isEqualTo(Suspicion.NONE);
                probe.aim(target(stack));
                heartbeat(stack);
                assertThat(probe.suspicion(PRIMARY)).isEqualTo(Suspicion.NONE);
                assertThat(probe.suspicion("notes-postgres-9")).isEqualTo(Suspicion.NONE);
            }
        }
    }

    private static void heartbeat(LocalStack stack) {
        Awaitility.await("the operator is heard of")
                .until(() -> stack.container(PRIMARY)
                        .home()
                        .resolve("state/heartbeat")
                        .toFile()
                        .exists());
    }

    private static void until(PrimaryProbe probe, Predicate<Suspicion> predicate) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> probe.suspicion(PRIMARY), predicate);
    }

    private static Target target(LocalStack stack) {
        return new Target(PRIMARY, Optional.of(stack.container(PRIMARY).address()), stack.superuserLogin(), true);
    }

    private static OperatorLogin login(String password) {
        return new OperatorLogin(password, Encryption.OFF, Optional.empty());
    }
}

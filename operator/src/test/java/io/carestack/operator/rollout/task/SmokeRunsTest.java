package io.carestack.operator.rollout.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.rollout.plan.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SmokeRunsTest {
    private final List<Runnable> later = new ArrayList<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
    private final SmokeRuns runs = new SmokeRuns(later::add);

    private Outcome ask(String target) {
        return runs.outcome(
                "uid",
                target,
                () -> {
                    begun.incrementAndGet();
                    return Outcome.SUCCEEDED;
                },
                told::incrementAndGet);
    }

    private void work() {
        List.copyOf(later).forEach(Runnable::run);
        later.clear();
    }

    @Test
    void testsOfATargetRunOnceHoweverOftenItIsAsked() {
        assertThat(ask("a#1")).isEqualTo(Outcome.RUNNING);
        assertThat(ask("a#1")).isEqualTo(Outcome.RUNNING);
        work();

        assertThat(ask("a#1")).isEqualTo(Outcome.SUCCEEDED);
        assertThat(begun).hasValue(1);
        assertThat(told).hasValue(1);
    }

    @Test
    void anotherAttemptIsTriedAnew() {
        ask("a#1");
        work();

        assertThat(ask("a#2")).isEqualTo(Outcome.RUNNING);
        work();
        assertThat(begun).hasValue(2);
    }

    @Test
    void testsThatBreakFail() {
        SmokeRuns immediate = new SmokeRuns(Runnable::run);

        assertThat(immediate
                        .outcome(
                                "uid",
                                "a#1",
                                () -> {
                                    throw new IllegalStateException("no address");
                                },
                                () -> {})
                        .state())
                .isEqualTo(Outcome.State.FAILED);
    }
}

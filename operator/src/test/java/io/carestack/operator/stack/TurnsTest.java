package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static final int DEAD = 40;

    @Test
    void questionsToDeadDatabasesKeepNobodyFromWorking() throws Exception {
        Turns turns = Passes.turns();
        CountDownLatch asked = new CountDownLatch(DEAD);
        CompletableFuture<String> silence = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < DEAD; i++) {
                Future<?> question = threads.submit(() -> turns.asking(() -> {
                    asked.countDown();
                    return silence.join();
                }));
                assertThat(question).isNotNull();
            }
            asked.await();

            assertThat(turns.working(() -> "done")).isEqualTo("done");
            silence.complete("no answer");
        }
    }

    @Test
    void aTurnThatFailsIsGivenBack() {
        Turns turns = new Turns(1, 1);
        try {
            turns.working(() -> {
                throw new IllegalStateException("failed");
            });
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("failed");
        }

        assertThat(turns.working(() -> "done")).isEqualTo("done");
    }
}

package io.carestack.acceptance.bench;

import java.time.Duration;
import java.util.Map;

/**
 * How much is measured.
 *
 * @param stacks fleet for the steady state, changes and restarts
 * @param largeSandbox fleet for the last line of memory in the sandbox; not above {@code stacks} means that it is left out
 * @param largeCluster the same on a real API server
 * @param steady how long nothing shall happen
 * @param tries how often a new stack, a change and a deletion are measured
 */
record BenchSettings(int stacks, int largeSandbox, int largeCluster, Duration steady, int tries) {

    /** Reads {@code BENCH_STACKS}, {@code BENCH_LARGE}, {@code BENCH_LARGE_CLUSTER}, {@code BENCH_STEADY} and {@code BENCH_TRIES}. */
    static BenchSettings from(Map<String, String> environment) {
        return new BenchSettings(
                number(environment, "BENCH_STACKS", 300),
                number(environment, "BENCH_LARGE", 1000),
                number(environment, "BENCH_LARGE_CLUSTER", 0),
                Duration.ofSeconds(number(environment, "BENCH_STEADY", 180)),
                number(environment, "BENCH_TRIES", 20));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, "");
        return text.isBlank() ? otherwise : Integer.parseInt(text.strip().replaceAll("s$", ""));
    }
}

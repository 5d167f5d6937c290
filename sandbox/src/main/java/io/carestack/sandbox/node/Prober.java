package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Repeats one probe of one running container and reports when its verdict changes. */
final class Prober {

    /** The three kinds of probes. */
    enum Kind {
        STARTUP,
        LIVENESS,
        READINESS
    }

    /** A verdict: success, or failure after the threshold with the last message. */
    record Verdict(Kind kind, boolean success, String message) {}

    private final Kind kind;
    private final Probe probe;
    private final Supplier<Optional<String>> action;
    private final Consumer<Verdict> verdicts;
    private final Consumer<String> failures;

    Prober(
            Kind kind,
            Probe probe,
            Supplier<Optional<String>> action,
            Consumer<Verdict> verdicts,
            Consumer<String> failures) {
        this.kind = kind;
        this.probe = probe;
        this.action = action;
        this.verdicts = verdicts;
        this.failures = failures;
    }

    /** Starts probing; interrupting the thread ends it. A startup prober ends at its first verdict. */
    Thread start(String name) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void run() throws InterruptedException {
        Thread.sleep(seconds(probe.getInitialDelaySeconds(), 0));
        int successes = 0;
        int failed = 0;
        Optional<Boolean> verdict = Optional.empty();
        while (!Thread.currentThread().isInterrupted()) {
            Optional<String> failure = action.get();
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            successes = failure.isEmpty() ? successes + 1 : 0;
            failed = failure.isEmpty() ? 0 : failed + 1;
            failure.ifPresent(failures);
            boolean good = successes >= Objects.requireNonNullElse(probe.getSuccessThreshold(), 1);
            boolean bad = failed >= Objects.requireNonNullElse(probe.getFailureThreshold(), 3);
            if ((good || bad) && !verdict.equals(Optional.of(good))) {
                verdict = Optional.of(good);
                verdicts.accept(new Verdict(kind, good, failure.orElse("")));
                if (kind == Kind.STARTUP) {
                    return;
                }
            }
            Thread.sleep(seconds(probe.getPeriodSeconds(), 10));
        }
    }

    private static Duration seconds(@Nullable Integer seconds, int fallback) {
        return Duration.ofSeconds(seconds == null ? fallback : seconds);
    }
}

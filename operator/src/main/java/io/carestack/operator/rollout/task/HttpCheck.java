package io.carestack.operator.rollout.task;

import io.carestack.operator.effective.EffectiveRollout.HttpTest;
import java.util.Optional;

/** What an answer to a smoke test is worth. */
final class HttpCheck {
    private HttpCheck() {}

    /** What is wrong with an answer that came in time; empty when it passes. */
    static Optional<String> fault(HttpTest test, int status, String body) {
        String name = "smoke test " + test.name() + ": GET " + test.path() + " of " + test.component();
        if (status != test.status()) {
            return Optional.of(name + " answered " + status + " instead of " + test.status());
        }
        return test.bodyContains()
                .filter(text -> !body.contains(text))
                .map(text -> name + " answered without \"" + text + "\"");
    }

    /** What to say of a test that got no answer. */
    static String silence(HttpTest test, String reason) {
        return "smoke test " + test.name() + ": GET " + test.path() + " of " + test.component() + ": " + reason;
    }
}

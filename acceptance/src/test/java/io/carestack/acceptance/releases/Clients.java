package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carestack.acceptance.load.Load;
import io.carestack.acceptance.load.LoadShape;
import io.carestack.operator.api.RolloutStatus;
import java.time.Duration;
import java.util.Map;

/** A stack with its first release, and clients of it who notice whatever goes wrong; some come with old connections, some with new ones. */
record Clients(ReleasedStack stack, String first, Load load) implements AutoCloseable {
    private static final LoadShape LIGHT = new LoadShape(5, 40, 5, 3, Duration.ofSeconds(3)).withVisitors(2);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final int ENOUGH = 20;

    /** Installs release 1 and starts to ask for it. */
    static Clients of(ReleasedStack stack) throws Exception {
        stack.release("1", Map.of());
        stack.awaitReady();
        return new Clients(stack, stack.awaitStable(""), new Load(stack.address(), LIGHT));
    }

    /** Waits until the release asks for it, does something else, and approves it. */
    void approve(Step before) throws Exception {
        RolloutStatus waiting = stack.await("the question", status -> "AwaitingApproval".equals(status.phase()));
        before.run();
        RolloutStatus.Target target = requireNonNull(waiting.target());
        stack.order("approve", target.revision() + "#" + target.attempt());
    }

    /** Something that a test does. */
    interface Step {
        void run() throws Exception;
    }

    /** Waits until a condition tells all this. */
    void read(String condition, String... words) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(stack.condition(condition)).contains(words));
    }

    /** Waits until a release counts as failed for a reason; the first one serves, and nobody was ever served by another. */
    void keepTheFirstRelease(String... why) {
        read("Released", "False ReleaseFailed: ");
        read("Released", why);
        read("Stalled", "True ReleaseFailed: ");
        areServedBy("1");
    }

    /** Asks on for a while: there are answers, none fails, and none ever came from another version than these. */
    void areServedBy(String... versions) {
        answered();
        assertThat(load.report().failures()).isEmpty();
        assertThat(load.report().versions()).containsOnlyKeys(versions);
        if (versions.length == 1) {
            assertThat(stack.selected()).isEqualTo("blue");
        }
    }

    /** Waits for answers from now on. */
    void answered() {
        long before = load.report().answered();
        await().atMost(PATIENCE).until(() -> load.report().answered() > before + ENOUGH);
    }

    @Override
    public void close() {
        load.close();
    }
}

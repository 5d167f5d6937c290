package io.carestack.operator.rollout.plan;

import static io.carestack.operator.rollout.plan.ReleaseFixture.NOW;
import static io.carestack.operator.rollout.plan.ReleaseFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Color;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a release that has the requests is judged by. */
class WatchingTest {
    private final ReleaseFixture release = new ReleaseFixture();

    @Test
    void aReleaseThatIsHeldForWantOfMetricsGoesOnAskingAndGoesOnWhenTheyCome() {
        release.in(Phase.Monitoring).built(Color.GREEN);
        release.memory =
                release.memory.changed().due(Optional.of(NOW.plusSeconds(100))).done();
        release.unavailable = Metrics.Unavailable.HOLD;
        Samples fourth = new Samples(4, 0, 0, 4, Optional.of(NOW.plusSeconds(30)));
        release.metrics = new Metrics(Metrics.Verdict.UNREACHABLE, "refused", fourth);
        RolloutMemory held = next(release.plan());
        assertThat(held.heldSince()).contains(NOW);
        assertThat(held.samples()).isEqualTo(fourth);

        release.memory = held;
        assertThat(release.plan()).isInstanceOfSatisfying(RolloutStep.Wait.class, wait -> {
            assertThat(wait.message()).contains("Prometheus does not answer");
            assertThat(wait.until()).isEqualTo(fourth.next());
        });

        Samples fifth = new Samples(5, 0, 0, 5, Optional.of(NOW.plusSeconds(60)));
        release.metrics = new Metrics(Metrics.Verdict.UNREACHABLE, "refused", fifth);
        release.memory =
                held.changed().heldSince(Optional.of(NOW.minusSeconds(200))).done();
        RolloutMemory asked = next(release.plan());
        assertThat(asked.samples()).isEqualTo(fifth);

        release.memory = asked;
        release.metrics = new Metrics(Metrics.Verdict.GOOD, "", fifth);
        RolloutMemory resumed = next(release.plan());
        assertThat(resumed.heldSince()).isEmpty();
        assertThat(resumed.due()).contains(NOW.plusSeconds(300));
    }
}

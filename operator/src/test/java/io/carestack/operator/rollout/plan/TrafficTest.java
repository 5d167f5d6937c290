package io.carestack.operator.rollout.plan;

import static io.carestack.operator.rollout.plan.ReleaseFixture.NOW;
import static io.carestack.operator.rollout.plan.ReleaseFixture.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.RolloutStep.Select;
import io.carestack.operator.rollout.plan.RolloutStep.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How requests move where one write of each Service is too sudden. */
class TrafficTest {
    private static final Instant SOON = NOW.plusSeconds(30);
    private final ReleaseFixture release = new ReleaseFixture();

    @Test
    void withAnOverlapAServiceSelectsBothColorsFirst() {
        switching(new Traffic(Duration.ofSeconds(30), List.of(), Duration.ZERO));

        assertThat(release.plan()).isEqualTo(new Select("api", Color.GREEN, Optional.of(SOON), 1, "api-service"));
    }

    @Test
    void theOtherColorIsLeftOnlyWhenWhoeverFollowsHadTime() {
        switching(new Traffic(Duration.ofSeconds(30), List.of(), Duration.ZERO));
        release.api = selecting(release.api, new ServiceSeen(Color.GREEN, Optional.of(SOON), 1, "2"));
        assertThat(release.plan())
                .isInstanceOfSatisfying(
                        Wait.class, wait -> assertThat(wait.until()).contains(SOON));

        release.api = selecting(release.api, new ServiceSeen(Color.GREEN, Optional.of(NOW), 1, "2"));
        assertThat(release.plan()).isEqualTo(new Select("api", Color.GREEN, Optional.empty(), 1, "2"));
    }

    @Test
    void onTheWayBackFromBothColorsNothingIsWaitedFor() {
        release.built(Color.BLUE).in(Phase.RollingBack);
        release.traffic = new Traffic(Duration.ofSeconds(30), List.of(), Duration.ZERO);
        release.api = selecting(release.api, new ServiceSeen(Color.GREEN, Optional.of(SOON), 0, "2"));

        assertThat(release.plan()).isEqualTo(new Select("api", Color.BLUE, Optional.empty(), 0, "2"));
    }

    @Test
    void aRouteSendsGrowingSharesAroundTheServices() {
        switching(new Traffic(Duration.ZERO, List.of(10, 100), Duration.ofSeconds(30)));
        assertThat(next(release.plan()).aside()).contains(new Aside(Color.GREEN, 10));

        release.memory = next(release.plan());
        release.followed = false;
        assertThat(release.plan())
                .isInstanceOfSatisfying(
                        Wait.class, wait -> assertThat(wait.message()).contains("HTTPRoutes"));
        release.followed = true;
        assertThat(release.plan()).as("the share stands for a while").isInstanceOf(Wait.class);

        release.memory = release.memory.changed().due(Optional.of(NOW)).done();
        assertThat(next(release.plan()).aside()).contains(new Aside(Color.GREEN, 100));
        release.memory = next(release.plan()).changed().due(Optional.of(NOW)).done();
        assertThat(release.plan()).isEqualTo(new Select("api", Color.GREEN, Optional.empty(), 1, "api-service"));
    }

    @Test
    void aShareOfANewColorThatFailsGoesBackAtOnce() {
        switching(new Traffic(Duration.ZERO, List.of(10, 100), Duration.ofSeconds(30)));
        release.memory = next(release.plan());
        release.health = new Health(Health.Verdict.FAILED, "api green: OOMKilled", Probes.NONE);

        RolloutMemory back = next(release.plan());

        assertThat(back.phase()).isEqualTo(Phase.RollingBack);
        assertThat(back.aside()).isEmpty();
    }

    @Test
    void onTheWayBackFromAHealthyColorRequestsGoAroundTheServicesAsWell() {
        release.built(Color.GREEN).in(Phase.RollingBack);
        release.traffic = new Traffic(Duration.ZERO, List.of(10, 100), Duration.ofSeconds(30));

        assertThat(next(release.plan()).aside()).contains(new Aside(Color.BLUE, 100));
    }

    @Test
    void theOldPodsStayWhileARouteMayStillSendRequestsToThem() {
        release.built(Color.GREEN).in(Phase.Retiring);
        release.memory = release.memory.changed().due(Optional.of(NOW)).step(1).done();
        assertThat(release.plan()).isInstanceOf(RolloutStep.Scale.class);

        release.followed = false;
        assertThat(release.plan()).isInstanceOf(Wait.class);
    }

    private void switching(Traffic traffic) {
        release.built(Color.BLUE).in(Phase.Switching);
        release.traffic = traffic;
        release.memory = release.memory
                .changed()
                .epoch(1)
                .sizes(Map.of("api", 3, "web", 2))
                .done();
        release.api = fenced(release.api);
        release.web = fenced(release.web);
    }

    private static ComponentSeen fenced(ComponentSeen from) {
        DeploymentSeen green = from.green().orElseThrow();
        return with(
                from,
                from.service(),
                Optional.of(new DeploymentSeen(
                        green.revision(), false, green.replicas(), green.ready(), 1, green.version())));
    }

    private static ComponentSeen selecting(ComponentSeen from, ServiceSeen service) {
        return with(from, Optional.of(service), from.green());
    }

    private static ComponentSeen with(
            ComponentSeen from, Optional<ServiceSeen> service, Optional<DeploymentSeen> green) {
        return new ComponentSeen(
                from.name(),
                true,
                Set.of(Color.values()),
                from.minimum(),
                true,
                service,
                Optional.empty(),
                from.blue(),
                green,
                from.routed());
    }
}

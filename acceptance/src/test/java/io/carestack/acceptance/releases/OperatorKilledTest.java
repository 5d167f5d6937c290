package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carestack.acceptance.Stage;
import io.carestack.acceptance.load.Load;
import io.carestack.acceptance.load.LoadShape;
import io.carestack.acceptance.releases.OperatorDeaths.Death;
import io.carestack.acceptance.releases.OperatorDeaths.Moment;
import io.carestack.operator.api.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The operator dies at every single write by which it moves traffic, forwards and back, while clients go on: whoever starts anew finishes what was begun,
 * and no client notices.
 */
@Execution(ExecutionMode.CONCURRENT)
@Tag("releases")
@ResourceLock("load")
class OperatorKilledTest {
    private static final LoadShape LIGHT = new LoadShape(5, 40, 5, 3, Duration.ofSeconds(3)).withVisitors(2);
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final String RULES = """
            promotion: Manual
            verification: {interval: 1s, consecutive: 2, attempts: 120}
            retire: {after: 1s}
            monitor: {duration: %s}
            """;

    private final Stage stage = Stage.start();
    private final ReleaseSite site = ReleaseSite.on(stage);

    @AfterEach
    void close() throws Exception {
        site.close();
    }

    @ParameterizedTest
    @EnumSource
    void aSwitchToANewReleaseAndOneToAKeptReleaseSurviveADeathAtEveryWrite(Moment moment) throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "notes", 2, RULES.formatted("2s"));
        String first = install(stack);
        try (Audience audience = new Audience(site, stack);
                OperatorDeaths deaths = new OperatorDeaths(stage, Set.of("Switching"), moment)) {
            release(stack, "2");
            RolloutStatus waiting = stack.await("the question", status -> "AwaitingApproval".equals(status.phase()));
            String second = requireNonNull(waiting.target()).revision();
            // what serves grows while the release waits, so that the switch has to size the new colour too
            stage.sandbox().autoscaler().load(site.namespace(), "notes-api", 1.5);
            stack.order("approve", id(waiting));
            RolloutStatus switched = end(stack, deaths, second);
            audience.noticedNothing();
            assertThat(stable(switched)).isEqualTo(second);
            assertThat(deaths.all())
                    .extracting(Death::resource)
                    .contains("horizontalpodautoscalers", "deployments", "carestacks/status");
            assertThat(deaths.all()).filteredOn(OperatorKilledTest::selects).hasSizeGreaterThanOrEqualTo(2);

            int before = deaths.all().size();
            stack.rollBack(first, 1);
            RolloutStatus returned = end(stack, deaths, first);
            audience.noticedNothing();
            assertThat(stable(returned)).isEqualTo(first);
            assertThat(deaths.all().subList(before, deaths.all().size()))
                    .filteredOn(OperatorKilledTest::selects)
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWayBackFromAHealthyReleaseSurvivesADeathAtEveryWrite(Moment moment) throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "notes", 2, RULES.formatted("10m"));
        String first = install(stack);
        try (Audience audience = new Audience(site, stack);
                OperatorDeaths deaths = new OperatorDeaths(stage, Set.of("RollingBack"), moment)) {
            release(stack, "2");
            stack.order(
                    "approve", id(stack.await("the question", status -> "AwaitingApproval".equals(status.phase()))));
            stack.await("the switch", status -> "Monitoring".equals(status.phase()));

            stack.rollBack(first, 1);
            RolloutStatus end = end(stack, deaths, first);
            audience.noticedNothing();
            assertThat(stable(end)).isEqualTo(first);
            assertThat(end.failed())
                    .singleElement()
                    .satisfies(failed -> assertThat(failed.reason()).isEqualTo("RolledBack"));
            assertThat(deaths.all())
                    .extracting(Death::resource)
                    .contains("horizontalpodautoscalers", "deployments", "carestacks/status");
            assertThat(deaths.all()).filteredOn(OperatorKilledTest::selects).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    /** Clients of both components, and what they had behind their Services. */
    private record Audience(Load web, Load api, ServedHistory served) implements AutoCloseable {
        Audience(ReleaseSite site, ReleasedStack stack) {
            this(
                    new Load(stack.address("web"), LIGHT),
                    new Load(stack.address("api"), LIGHT),
                    new ServedHistory(site.client(), site.namespace(), "notes"));
        }

        void noticedNothing() {
            assertThat(served.gaps()).isEmpty();
            assertThat(web.report().failures()).isEmpty();
            assertThat(api.report().failures()).isEmpty();
            assertThat(web.report().versions()).containsOnlyKeys("1", "2");
            assertThat(api.report().versions()).containsOnlyKeys("1", "2");
        }

        @Override
        public void close() {
            web.close();
            api.close();
            served.close();
        }
    }

    private String install(ReleasedStack stack) throws Exception {
        release(stack, "1");
        stack.awaitReady();
        return stack.awaitStable("");
    }

    private void release(ReleasedStack stack, String tag) {
        stack.release(tag, Map.of(), "", """
                - name: api
                  image: %s:%s
                  port: 3001
                  replicas: {min: 2, max: 4}
                  probes: {liveness: /api/health/live, readiness: /api/health/ready}
                  shutdown: {drain: 20s}
                  pod: {runAsUser: 1000}
                  resources: {requests: {cpu: 10m, memory: 32Mi}}
                """.formatted(site.image(), tag));
    }

    /** Gives every dead operator a successor until a release has become stable, or was given up. */
    private static RolloutStatus end(ReleasedStack stack, OperatorDeaths deaths, String revision) {
        Predicate<RolloutStatus> ended = status -> "Stable".equals(status.phase())
                && status.target() == null
                && (stable(status).equals(revision)
                        || requireNonNullElse(status.failed(), List.<RolloutStatus.Failure>of()).stream()
                                .anyMatch(failed -> failed.revision().equals(revision)));
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            deaths.revive();
                            return stack.rollout();
                        },
                        ended);
    }

    private static String stable(RolloutStatus status) {
        return requireNonNull(status.stable()).revision();
    }

    private static boolean selects(Death death) {
        return death.resource().equals("services") && !death.name().endsWith("-preview");
    }

    private static String id(RolloutStatus status) {
        RolloutStatus.Target target = requireNonNull(status.target());
        return target.revision() + "#" + target.attempt();
    }
}

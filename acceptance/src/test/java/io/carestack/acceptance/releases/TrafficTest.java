package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.acceptance.load.Load;
import io.carestack.acceptance.load.LoadShape;
import io.carestack.operator.api.RolloutStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Releases whose requests move otherwise than by one write of each Service. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("load")
class TrafficTest {
    private static final LoadShape LIGHT = new LoadShape(5, 40, 5, 3, Duration.ofSeconds(3)).withVisitors(5);
    private static final String BRIEF = """
            verification: {interval: 1s, consecutive: 2, attempts: 60}
            monitor: {duration: 4s}
            retire: {after: 1s}
            """;
    private static final String ENTRY = "entry: {host: notes.example.com, gateway: {name: public}}\n";

    private final ReleaseSite site = ReleaseSite.sandbox();

    @AfterAll
    void close() throws Exception {
        site.close();
    }

    @Test
    void anOverlapKeepsBothColorsBehindAServiceOnEachWay() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "lapped", 2, BRIEF + "traffic: {mode: Overlap, settle: 3s}\n");
        stack.release("1", Map.of());
        stack.awaitReady();
        String first = stack.awaitStable("");
        try (Load load = new Load(stack.address(), LIGHT);
                ServedHistory served = new ServedHistory(site.client(), site.namespace(), "lapped")) {
            stack.release("2", Map.of());
            String second = stack.awaitStable(first);
            stack.rollBack(first, 1);
            stack.awaitStable(second);

            assertThat(load.report().failures()).isEmpty();
            assertThat(served.gaps()).isEmpty();
            assertThat(served.selections("lapped-web")).containsExactly("blue", "both", "green", "both", "blue");
        }
    }

    @Test
    void aRouteSendsGrowingSharesToTheNewPodsAndAllBackAtOnceWhenTheyFail() throws Exception {
        ImitatedGateway.install(site.client());
        ReleasedStack stack =
                new ReleasedStack(site, "routed", 2, BRIEF + "traffic: {mode: Route, shares: [50], pause: 3s}\n");
        stack.release("1", Map.of(), "", ENTRY);
        stack.awaitReady();
        String first = stack.awaitStable("");
        try (ImitatedGateway gateway = ImitatedGateway.of(site.client(), site.namespace());
                Load load = new Load(gateway.address(), LIGHT)) {
            stack.release("2", Map.of(), "", ENTRY);
            String second = stack.awaitStable(first);
            assertThat(gateway.divisions())
                    .containsExactly(
                            "routed-web=1",
                            "routed-web=50 routed-web-green=50",
                            "routed-web=0 routed-web-green=100",
                            "routed-web=1");
            assertThat(load.report().failures()).isEmpty();

            stack.release("3", Map.of("CRASH_AFTER", "8"), "", ENTRY);
            stack.await("a share", status -> status.aside() != null);
            RolloutStatus end = stack.await("the end", status -> status.target() == null && status.failed() != null);
            assertThat(requireNonNull(end.stable()).revision()).isEqualTo(second);
            assertThat(gateway.divisions()).endsWith("routed-web=1");

            int failures = load.report().failures().size();
            int before = gateway.divisions().size();
            stack.rollBack(first, 1);
            stack.awaitStable(second);
            assertThat(gateway.divisions().subList(before, gateway.divisions().size()))
                    .containsExactly(
                            "routed-web=50 routed-web-blue=50", "routed-web=0 routed-web-blue=100", "routed-web=1");
            assertThat(load.report().failures()).hasSize(failures);
        }
    }
}

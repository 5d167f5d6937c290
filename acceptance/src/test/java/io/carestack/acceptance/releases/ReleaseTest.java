package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.acceptance.load.Load;
import io.carestack.acceptance.load.LoadShape;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.api.RolloutStatus;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What becomes of releases, good and bad, each with a stack of its own whose pods are real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("load")
class ReleaseTest {
    private static final LoadShape LIGHT = new LoadShape(5, 40, 5, 3, Duration.ofSeconds(3));
    private static final String BRIEF = """
            verification: {interval: 1s, consecutive: 2, attempts: 60}
            monitor: {duration: 2s}
            retire: {after: 1s}
            """;

    private static final String FAILING_MIGRATION =
            "migration: {component: web, command: [sh, -c, 'echo no table; exit 3']}\n";

    private final ReleaseSite site = ReleaseSite.sandbox();

    @BeforeAll
    void makeSettings() {
        settings("first");
    }

    @AfterAll
    void close() throws Exception {
        site.close();
    }

    @Test
    void aReleaseReachesItsClientsWithoutAFailedRequest() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "smooth", 2, BRIEF);
        String first = install(stack);
        try (Load load = new Load(stack.address(), LIGHT)) {
            stack.release("2", Map.of());
            String second = stack.awaitStable(first);

            assertThat(load.report().failures()).isEmpty();
            assertThat(load.report().versions()).containsOnlyKeys("1", "2");
            assertThat(stack.rollout().history()).containsExactly(first);
            assertThat(second).isNotEqualTo(first);
        }
        assertThat(live(stack)).isEqualTo("green");
    }

    @Test
    void aReleaseThatCrashesUnderTrafficUndoesItself() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "crashing", 2, BRIEF.replace("2s", "120s"));
        String first = install(stack);

        stack.release("2", Map.of("CRASH_AFTER", "45"));
        stack.await("the switch", status -> "Monitoring".equals(status.phase()));
        stack.await("the way back", status -> "RollingBack".equals(status.phase()));
        RolloutStatus end = stack.await("the end", ReleaseTest::rests);

        assertThat(requireNonNull(end.stable()).revision()).isEqualTo(first);
        assertThat(live(stack)).isEqualTo("blue");
        assertThat(end.failed())
                .singleElement()
                .satisfies(failed -> assertThat(failed.reason()).isEqualTo("Failed"));
    }

    @Test
    void aRollbackRestoresTheConfigurationToo() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "configured", 1, BRIEF);
        stack.release("1", Map.of(), "envFrom: [{configMapRef: {name: settings}}]");
        stack.awaitReady();
        String first = stack.awaitStable("");

        settings("second");
        String second = stack.awaitStable(first);
        assertThat(setting("configured")).isEqualTo("second");

        stack.rollBack(first, 1);
        assertThat(stack.awaitStable(second)).isEqualTo(first);
        assertThat(setting("configured")).isEqualTo("first");
    }

    @Test
    void aMigrationRunsOnceBeforeThePodsOfItsRelease() throws Exception {
        ReleasedStack stack = new ReleasedStack(
                site, "migrated", 1, BRIEF + "migration: {component: web, command: [sh, -c, 'echo migrated']}\n");
        String first = install(stack);

        stack.release("2", Map.of());
        stack.awaitStable(first);

        assertThat(jobs("migrated")).hasSize(1);
        assertThat(stack.rollout().schemaAhead())
                .singleElement()
                .satisfies(ahead -> assertThat(ahead.complete()).isTrue());
    }

    @Test
    void aStackWhoseFirstMigrationFailsHasNoPodsAndSaysWhy() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "uninstalled", 1, BRIEF + FAILING_MIGRATION);

        stack.release("1", Map.of());
        stack.await(
                "the failure",
                status -> Optional.ofNullable(stack.stack().getStatus())
                        .filter(found -> found.phase() == Phase.Stalled)
                        .isPresent());

        assertThat(requireNonNull(stack.stack().getStatus().conditions()))
                .filteredOn(condition -> "Stalled".equals(condition.getType()))
                .singleElement()
                .satisfies(condition -> assertThat(condition.getMessage())
                        .contains("spec.rollout.migration", "exit code 3", "run again"));
        assertThat(stack.rollout().stable()).isNull();
    }

    @Test
    void aComponentThatTheSpecDropsGoesWithTheReleaseAndComesBackWithARollback() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "dropped", 1, BRIEF);
        String worker =
                "- {name: worker, image: '%s:1', replicas: {min: 1, max: 1}, env: [{name: WORKER, value: '1'}], pod: {runAsUser: 1000}}"
                        .formatted(site.image());
        stack.release("1", Map.of(), "", worker);
        stack.awaitReady();
        String first = stack.awaitStable("");

        stack.release("1", Map.of());
        String second = stack.awaitStable(first);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(deployments("dropped")).noneMatch(name -> name.contains("worker")));

        stack.rollBack(first, 1);
        assertThat(stack.awaitStable(second)).isEqualTo(first);
        assertThat(deployments("dropped")).contains("dropped-worker-blue");
    }

    @Test
    void aManualReleaseWaitsForTheApprovalOfItsOwnAttempt() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "approved", 1, BRIEF + "promotion: Manual\n");
        String first = install(stack);

        stack.release("2", Map.of());
        RolloutStatus waiting = stack.await("the question", status -> "AwaitingApproval".equals(status.phase()));
        stack.order("approve", first + "#1");
        RolloutStatus.Target target = requireNonNull(waiting.target());
        stack.order("approve", target.revision() + "#" + target.attempt());

        assertThat(stack.awaitStable(first)).isEqualTo(target.revision());
    }

    @Test
    void aSpecThatGoesBackEndsItsRelease() throws Exception {
        ReleasedStack stack = new ReleasedStack(site, "reverted", 1, BRIEF + "promotion: Manual\n");
        String first = install(stack);

        stack.release("2", Map.of());
        stack.await("the question", status -> "AwaitingApproval".equals(status.phase()));
        stack.release("1", Map.of());
        RolloutStatus end = stack.await("the end", ReleaseTest::rests);

        assertThat(requireNonNull(end.stable()).revision()).isEqualTo(first);
        assertThat(requireNonNull(end.failed()).getFirst().reason()).isEqualTo("Reverted");
    }

    private String install(ReleasedStack stack) throws Exception {
        stack.release("1", Map.of());
        stack.awaitReady();
        return stack.awaitStable("");
    }

    private static boolean rests(RolloutStatus status) {
        return "Stable".equals(status.phase()) && status.target() == null;
    }

    private static String live(ReleasedStack stack) {
        return stack.rollout().liveColor();
    }

    private void settings(String value) {
        site.client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("settings")
                        .withNamespace(site.namespace())
                        .endMetadata()
                        .withData(Map.of("APP_VERSION", value))
                        .build())
                .serverSideApply();
    }

    /** What the live pods were started with, as the copy that they name has it. */
    private String setting(String stack) {
        String color = requireNonNull(site.client()
                .services()
                .inNamespace(site.namespace())
                .withName(stack + "-web")
                .require()
                .getSpec()
                .getSelector()
                .get("carestack.io/color"));
        String copy = site.client()
                .apps()
                .deployments()
                .inNamespace(site.namespace())
                .withName(stack + "-web-" + color)
                .require()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnvFrom()
                .getFirst()
                .getConfigMapRef()
                .getName();
        return site.client()
                .configMaps()
                .inNamespace(site.namespace())
                .withName(copy)
                .require()
                .getData()
                .getOrDefault("APP_VERSION", "");
    }

    private List<String> deployments(String stack) {
        return site
                .client()
                .apps()
                .deployments()
                .inNamespace(site.namespace())
                .withLabel("carestack.io/stack", stack)
                .list()
                .getItems()
                .stream()
                .map(deployment -> deployment.getMetadata().getName())
                .toList();
    }

    private List<Job> jobs(String stack) {
        return site.client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(site.namespace())
                .withLabel("carestack.io/stack", stack)
                .list()
                .getItems();
    }
}

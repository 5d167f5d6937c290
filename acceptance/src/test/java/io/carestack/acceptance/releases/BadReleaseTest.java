package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.acceptance.Stage;
import io.carestack.operator.api.RolloutStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Releases that must not reach anybody: what serves goes on without a failed request, and the status names the reason. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("load")
class BadReleaseTest {
    private static final String BRIEF = """
            verification: {interval: 1s, consecutive: 2, attempts: 90}
            monitor: {duration: 2s}
            retire: {after: 1s}
            """;
    private static final String UNHURRIED = """
            verification: {interval: 3s, consecutive: 3, attempts: 60}
            monitor: {duration: 2s}
            retire: {after: 1s}
            """;

    private final Stage stage = Stage.start();
    private final ReleaseSite site = ReleaseSite.on(stage);

    @AfterAll
    void close() throws Exception {
        site.close();
    }

    @Test
    void anImageThatCannotBePulledIsNamed() throws Exception {
        stage.sandbox().images().remove(site.image() + ":unknown");
        try (Clients clients = Clients.of(new ReleasedStack(site, "unpulled", 1, BRIEF))) {
            clients.stack().release("unknown", Map.of());

            clients.keepTheFirstRelease("web green", "ErrImagePull", site.image() + ":unknown", "not found");
        }
    }

    @Test
    void aProgramThatIsNotInItsImageEndsTheRelease() throws Exception {
        try (Clients clients = Clients.of(new ReleasedStack(site, "missing", 1, BRIEF))) {
            clients.stack().release("2", Map.of(), "command: [/no/such/program]");

            clients.keepTheFirstRelease("web green", "exit code 127");
        }
    }

    @Test
    void podsThatCrashAtOnceAreNamedWithTheirExitCode() throws Exception {
        try (Clients clients = Clients.of(new ReleasedStack(site, "crashing", 1, BRIEF))) {
            clients.stack().release("2", Map.of(), "command: [sh, -c, 'exit 7']");

            clients.keepTheFirstRelease("web green", "exit code 7");
        }
    }

    @Test
    void podsThatNeverGetReadyAreGivenUpAtTheLastLook() throws Exception {
        String few = BRIEF.replace("attempts: 90", "attempts: 8");
        try (Clients clients = Clients.of(new ReleasedStack(site, "unready", 1, few))) {
            clients.stack().release("2", Map.of("READY_AFTER", "3600"));

            clients.keepTheFirstRelease("web green", "ready");
        }
    }

    @Test
    void aSmokeTestThatFailsIsNamed() throws Exception {
        ReleasedStack stack = new ReleasedStack(
                site,
                "smoked",
                1,
                BRIEF + "smokeTests: {http: [{name: version, component: web, path: /, bodyContains: impossible}]}\n");
        try (Clients clients = Clients.of(stack)) {
            stack.release("2", Map.of());

            clients.keepTheFirstRelease("version", "impossible");
        }
    }

    @Test
    void aMigrationThatFailsEndsTheReleaseBeforeAnyPodOfIt() throws Exception {
        try (Clients clients = Clients.of(new ReleasedStack(site, "unmigrated", 1, BRIEF))) {
            ReleasedStack next = new ReleasedStack(
                    site, "unmigrated", 1, BRIEF + "migration: {component: web, command: [sh, -c, 'exit 3']}\n");
            next.release("2", Map.of());

            clients.keepTheFirstRelease("unmigrated-migrate-", "exit code 3");
            assertThat(site.client()
                            .apps()
                            .deployments()
                            .inNamespace(site.namespace())
                            .withName("unmigrated-web-green")
                            .get())
                    .isNull();
        }
    }

    @Test
    void aReleaseThatTheQuotaHasNoRoomForWaitsUntilThereIsRoom() throws Exception {
        stage.namespace("crowded");
        ReleaseSite crowded = new ReleaseSite("a full namespace", site.client(), "crowded", site.image(), () -> {});
        try (Clients clients = Clients.of(new ReleasedStack(crowded, "notes", 1, BRIEF))) {
            quota(1);
            clients.stack().release("2", Map.of());
            clients.read("Released", "False Pending: ", "quota tight: ", "pods has 0 left of 1", "raise the quota");
            clients.areServedBy("1");

            quota(2);
            clients.stack().awaitStable(clients.first());
            clients.areServedBy("1", "2");
        }
    }

    @Test
    void ofThreeChangesInTenSecondsOnlyTheLastReachesClients() throws Exception {
        try (Clients clients = Clients.of(new ReleasedStack(site, "hasty", 1, UNHURRIED))) {
            clients.stack().release("2", Map.of());
            String second = target(clients, clients.first());
            clients.stack().release("3", Map.of());
            String third = target(clients, second);
            clients.stack().release("4", Map.of());
            String fourth = target(clients, third);
            clients.areServedBy("1");

            assertThat(clients.stack().awaitStable(clients.first())).isEqualTo(fourth);
            clients.areServedBy("1", "4");
            assertThat(clients.stack().rollout().history()).containsExactly(clients.first());
        }
    }

    @Test
    void anApprovalForAnotherRevisionLetsNothingThrough() throws Exception {
        try (Clients clients = Clients.of(new ReleasedStack(site, "unapproved", 1, BRIEF + "promotion: Manual\n"))) {
            clients.stack().release("2", Map.of());
            RolloutStatus waiting =
                    clients.stack().await("the question", status -> "AwaitingApproval".equals(status.phase()));
            RolloutStatus.Target target = requireNonNull(waiting.target());
            approveInVain(clients, clients.first() + "#" + target.attempt(), target);
            approveInVain(clients, target.revision() + "#" + (target.attempt() + 1), target);
            clients.areServedBy("1");
        }
    }

    @Test
    void aReleaseWhoseWindowNeverOpensSaysSoAndWaits() throws Exception {
        String never = BRIEF + "windows: [{name: leap, cron: '0 0 30 2 *', duration: 1h}]\n";
        try (Clients clients = Clients.of(new ReleasedStack(site, "shut", 1, never))) {
            clients.stack().release("2", Map.of());

            clients.read("Released", "False Pending: ", "outside of every window; no opening is known");
            clients.areServedBy("1");
        }
    }

    /** The operator has seen the word, and asks for the right one still. */
    private static void approveInVain(Clients clients, String word, RolloutStatus.Target target) throws Exception {
        clients.stack().order("approve", word);
        RolloutStatus status = clients.stack()
                .await(
                        "the next pass",
                        each -> Objects.equals(
                                requireNonNull(clients.stack().stack().getStatus())
                                        .observedGeneration(),
                                clients.stack().stack().getMetadata().getGeneration()));
        assertThat(status.phase()).isEqualTo("AwaitingApproval");
        clients.read(
                "Released",
                "False AwaitingApproval: ",
                "waits for spec.rollout.approve: " + target.revision() + "#" + target.attempt());
    }

    private static String target(Clients clients, String unlike) throws Exception {
        RolloutStatus status = clients.stack()
                .await(
                        "another target",
                        each -> each.target() != null
                                && !each.target().revision().equals(unlike));
        return requireNonNull(status.target()).revision();
    }

    /** As the API server counts: one pod is there. */
    private void quota(int pods) {
        ResourceQuota quota = new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("tight")
                .withNamespace("crowded")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity(Integer.toString(pods)))
                .endSpec()
                .withNewStatus()
                .addToHard("pods", new Quantity(Integer.toString(pods)))
                .addToUsed("pods", new Quantity("1"))
                .endStatus()
                .build();
        site.client().resource(quota).createOr(NonDeletingOperation::update);
        site.client().resource(quota).updateStatus();
    }
}

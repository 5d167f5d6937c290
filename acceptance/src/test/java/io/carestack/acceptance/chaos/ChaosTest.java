package io.carestack.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.acceptance.history.Verdict;
import io.carestack.sandbox.Sandbox;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few faults under load with fixed seeds; {@code make chaos} has all of them, and as many seeds as one likes. */
@ResourceLock("stage")
@Execution(ExecutionMode.SAME_THREAD)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChaosTest {
    private final Site site;
    private final Patient patient;

    ChaosTest(@TempDir Path directory) throws Exception {
        assumeTrue(Sandbox.missing().isEmpty(), () -> Sandbox.missing().orElse(""));
        this.site = SandboxSite.start("chaos-test", directory);
        this.patient = Patient.admit(site);
    }

    @AfterAll
    void close() throws Exception {
        try (site) {
            patient.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // on a stalled disk, each look at the primary hung in pg_stat_statements, and nobody took over
        "STALL_PRIMARY_DISK, 31",
        "KILL_OPERATOR_AT_STATEMENT, 12",
        "KILL_CANDIDATE, 13",
        "SWITCHOVER_WITH_TWO_OPERATORS, 14",
    })
    void noAcknowledgedRowIsLost(Fault fault, long seed) throws Exception {
        Run run = Run.of(patient, fault, seed);

        Verdict verdict = run.verdict();
        assertThat(verdict.acknowledged()).isPositive();
        assertThat(verdict.lost()).as("lost in " + run).isEmpty();
        assertThat(verdict.stale())
                .as("acknowledged by an old primary in " + run)
                .isEmpty();
        assertThat(verdict.split()).as("terms with two primaries in " + run).isEqualTo(Set.of());
        assertThat(verdict.exposed()).as("with too few copies in " + run).isZero();
    }
}

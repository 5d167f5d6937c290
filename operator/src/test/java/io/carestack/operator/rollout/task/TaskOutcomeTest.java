package io.carestack.operator.rollout.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.rollout.plan.Outcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskOutcomeTest {

    private static Job job(String condition, String reason, String message) {
        return new JobBuilder()
                .withNewMetadata()
                .withName("notes-migrate-01234567-1")
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType(condition)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod ended(int exitCode, String reason, String message) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod")
                .endMetadata()
                .withNewStatus()
                .withPhase("Failed")
                .addNewContainerStatus()
                .withName("migrate")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withReason(reason)
                .withMessage(message)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    @Test
    void noJobIsMissing() {
        assertThat(TaskOutcome.of(Optional.empty(), List.of())).isEqualTo(Outcome.MISSING);
    }

    @Test
    void aJobThatIsNotThroughRuns() {
        Job job = new JobBuilder(job("Suspended", "", "")).withStatus(null).build();

        assertThat(TaskOutcome.of(Optional.of(job), List.of())).isEqualTo(Outcome.RUNNING);
    }

    @Test
    void aCompleteJobSucceeded() {
        assertThat(TaskOutcome.of(Optional.of(job("Complete", "", "")), List.of()))
                .isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aFailedJobSaysWhatItsCommandSaidLast() {
        assertThat(TaskOutcome.of(
                                Optional.of(job("Failed", "BackoffLimitExceeded", "Job has reached the limit")),
                                List.of(ended(1, "Error", "applying 7\nrelation \"notes\" does not exist\n")))
                        .reason())
                .isEqualTo("notes-migrate-01234567-1: exit code 1: applying 7 relation \"notes\" does not exist");
        assertThat(TaskOutcome.of(
                                Optional.of(job("Failed", "BackoffLimitExceeded", "x")),
                                List.of(ended(137, "OOMKilled", "")))
                        .reason())
                .endsWith("exit code 137 (OOMKilled)");
    }

    @Test
    void aJobWhosePodsAreGoneSaysWhatKubernetesSays() {
        assertThat(TaskOutcome.of(
                        Optional.of(job("Failed", "DeadlineExceeded", "Job was active longer than specified deadline")),
                        List.of()))
                .isEqualTo(Outcome.failed(
                        "notes-migrate-01234567-1: DeadlineExceeded: Job was active longer than specified deadline"));
    }

    @Test
    void oneFailureAmongManyIsAFailure() {
        assertThat(TaskOutcome.all(List.of(Outcome.SUCCEEDED, Outcome.RUNNING, Outcome.failed("no"))))
                .isEqualTo(Outcome.failed("no"));
        assertThat(TaskOutcome.all(List.of(Outcome.RUNNING, Outcome.MISSING))).isEqualTo(Outcome.MISSING);
        assertThat(TaskOutcome.all(List.of(Outcome.SUCCEEDED, Outcome.RUNNING))).isEqualTo(Outcome.RUNNING);
        assertThat(TaskOutcome.all(List.of())).isEqualTo(Outcome.SUCCEEDED);
    }
}

package io.carestack.operator.rollout.task;

import io.carestack.operator.app.PodProblem;
import io.carestack.operator.rollout.plan.Outcome;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads how a Job stands. */
public final class TaskOutcome {
    private static final int LAST_CHARACTERS = 300;

    private TaskOutcome() {}

    /**
     * The outcome of a Job.
     *
     * @param job empty when there is none yet
     * @param pods of the Job, for their own words
     */
    public static Outcome of(Optional<Job> job, List<Pod> pods) {
        if (job.isEmpty()) {
            return Outcome.MISSING;
        }
        Optional<JobCondition> failed = condition(job.get(), "Failed");
        if (failed.isPresent()) {
            return Outcome.failed(job.get().getMetadata().getName() + ": "
                    + exit(pods)
                            .orElseGet(() -> failed.get().getReason() + ": "
                                    + failed.get().getMessage()));
        }
        if (condition(job.get(), "Complete").isPresent()) {
            return Outcome.SUCCEEDED;
        }
        return new Outcome(
                Outcome.State.RUNNING,
                PodProblem.worst(pods)
                        .map(problem -> job.get().getMetadata().getName() + ": " + problem.sentence())
                        .orElse(""));
    }

    /** All of them must succeed; the first failure is theirs. */
    public static Outcome all(List<Outcome> outcomes) {
        for (Outcome.State state : List.of(Outcome.State.FAILED, Outcome.State.MISSING, Outcome.State.RUNNING)) {
            Optional<Outcome> first = outcomes.stream()
                    .filter(outcome -> outcome.state() == state)
                    .findFirst();
            if (first.isPresent()) {
                return first.get();
            }
        }
        return Outcome.SUCCEEDED;
    }

    private static Optional<JobCondition> condition(Job job, String type) {
        return Optional.ofNullable(job.getStatus()).map(JobStatus::getConditions).stream()
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    private static Optional<String> exit(List<Pod> pods) {
        String words = pods.stream()
                .map(Pod::getStatus)
                .filter(Objects::nonNull)
                .map(PodStatus::getContainerStatuses)
                .flatMap(List::stream)
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .filter(exit -> exit.getExitCode() != null && exit.getExitCode() != 0)
                .map(TaskOutcome::sentence)
                .collect(Collectors.joining("; "));
        return words.isEmpty() ? Optional.empty() : Optional.of(words);
    }

    /** The end of what was printed says most. */
    private static String sentence(ContainerStateTerminated exit) {
        String printed =
                Objects.requireNonNullElse(exit.getMessage(), "").strip().replaceAll("\\s+", " ");
        String last = printed.length() <= LAST_CHARACTERS
                ? printed
                : "…" + printed.substring(printed.length() - LAST_CHARACTERS);
        return "exit code " + exit.getExitCode()
                + (exit.getReason() == null || "Error".equals(exit.getReason()) ? "" : " (" + exit.getReason() + ")")
                + (last.isEmpty() ? "" : ": " + last);
    }
}

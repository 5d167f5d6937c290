package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatusBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs a Job's pods until enough of them succeeded or too many failed. */
final class JobController implements AutoCloseable {
    private final Context context;
    private final ControlLoop loop;

    JobController(Context context) {
        this.context = context;
        this.loop = context.loop("job", this::sync);
        context.cluster().watch(Job.class, job -> loop.add(Key.of(job)));
        context.cluster()
                .watch(Pod.class, pod -> Owners.controllerOf(pod, "Job").ifPresent(loop::add));
    }

    private record Counts(List<Pod> active, int succeeded, int failed, int retries) {}

    private Optional<Duration> sync(Key key) {
        Optional<Job> found = context.cluster().get(Job.class, key);
        if (found.isEmpty() || Owners.isBeingDeleted(found.get())) {
            return Optional.empty();
        }
        Job job = found.get();
        JobStatus before = Objects.requireNonNullElseGet(job.getStatus(), JobStatus::new);
        Optional<JobCondition> end = before.getConditions().stream()
                .filter(condition -> List.of("Complete", "Failed").contains(condition.getType())
                        && "True".equals(condition.getStatus()))
                .findFirst();
        if (end.isPresent()) {
            return expire(job, end.get());
        }
        List<Pod> pods = context.client().pods().inNamespace(key.namespace()).list().getItems().stream()
                .filter(pod -> Owners.controls(job, pod))
                .toList();
        Counts counts = count(job, pods);
        int completions = Objects.requireNonNullElse(job.getSpec().getCompletions(), 1);
        Instant start =
                before.getStartTime() == null ? context.clock().instant() : Instant.parse(before.getStartTime());
        Optional<String> failure = failure(job, counts, start);
        boolean complete = counts.succeeded() >= completions;
        boolean suspended = Boolean.TRUE.equals(job.getSpec().getSuspend());
        List<Pod> active = counts.active();
        if (complete || failure.isPresent() || suspended) {
            active.forEach(pod -> context.client().resource(pod).delete());
            active = List.of();
        } else {
            active = start(job, counts, completions);
        }
        writeStatus(job, before, counts, active.size(), complete, failure, start);
        Long deadline = job.getSpec().getActiveDeadlineSeconds();
        return deadline == null || complete
                ? Optional.empty()
                : Optional.of(Duration.between(context.clock().instant(), start.plusSeconds(deadline))
                                .plusMillis(100))
                        .filter(Duration::isPositive);
    }

    private static Counts count(Job job, List<Pod> pods) {
        List<Pod> active = pods.stream().filter(Pods::isActive).toList();
        int succeeded = (int)
                pods.stream().filter(pod -> "Succeeded".equals(Pods.phase(pod))).count();
        int failed = (int)
                pods.stream().filter(pod -> "Failed".equals(Pods.phase(pod))).count();
        boolean restarts =
                "OnFailure".equals(job.getSpec().getTemplate().getSpec().getRestartPolicy());
        int retries = failed
                + (restarts
                        ? active.stream()
                                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                                .mapToInt(status -> Objects.requireNonNullElse(status.getRestartCount(), 0))
                                .sum()
                        : 0);
        return new Counts(active, succeeded, failed, retries);
    }

    private Optional<String> failure(Job job, Counts counts, Instant start) {
        Long deadline = job.getSpec().getActiveDeadlineSeconds();
        if (deadline != null && !context.clock().instant().isBefore(start.plusSeconds(deadline))) {
            return Optional.of("DeadlineExceeded");
        }
        int limit = Objects.requireNonNullElse(job.getSpec().getBackoffLimit(), 6);
        return counts.retries() > limit ? Optional.of("BackoffLimitExceeded") : Optional.empty();
    }

    private List<Pod> start(Job job, Counts counts, int completions) {
        List<Pod> active = new ArrayList<>(counts.active());
        int parallel = Objects.requireNonNullElse(job.getSpec().getParallelism(), 1);
        int wanted = Math.min(parallel, completions - counts.succeeded());
        while (active.size() < wanted) {
            Pod pod = context.client()
                    .resource(Pods.fromTemplate(job, job.getSpec().getTemplate())
                            .editMetadata()
                            .withGenerateName(job.getMetadata().getName() + "-")
                            .addToLabels("job-name", job.getMetadata().getName())
                            .addToLabels(
                                    "batch.kubernetes.io/job-name",
                                    job.getMetadata().getName())
                            .addToLabels("controller-uid", job.getMetadata().getUid())
                            .addToLabels(
                                    "batch.kubernetes.io/controller-uid",
                                    job.getMetadata().getUid())
                            .endMetadata()
                            .build())
                    .create();
            context.events()
                    .normal(
                            job,
                            "SuccessfulCreate",
                            "Created pod: " + pod.getMetadata().getName());
            active.add(pod);
        }
        return active;
    }

    private void writeStatus(
            Job job,
            JobStatus before,
            Counts counts,
            int active,
            boolean complete,
            Optional<String> failure,
            Instant start) {
        int ready = (int) counts.active().stream().filter(Pods::isReady).count();
        JobStatusBuilder status = new JobStatusBuilder(before)
                .withActive(active == 0 ? null : active)
                .withReady(active == 0 ? 0 : ready)
                .withSucceeded(counts.succeeded() == 0 ? null : counts.succeeded())
                .withFailed(counts.failed() == 0 ? null : counts.failed())
                .withStartTime(start.truncatedTo(ChronoUnit.SECONDS).toString());
        if (complete) {
            status.withCompletionTime(context.now())
                    .withConditions(List.of(
                            condition(
                                    "SuccessCriteriaMet",
                                    "CompletionsReached",
                                    "Reached expected number of succeeded pods"),
                            condition("Complete", "CompletionsReached", "Reached expected number of succeeded pods")));
            context.events().normal(job, "Completed", "Job completed");
        } else if (failure.isPresent()) {
            String message = failure.get().equals("DeadlineExceeded")
                    ? "Job was active longer than specified deadline"
                    : "Job has reached the specified backoff limit";
            status.withConditions(List.of(
                    condition("FailureTarget", failure.get(), message), condition("Failed", failure.get(), message)));
            context.events().warning(job, failure.get(), message);
        }
        JobStatus now = status.build();
        if (!now.equals(before)) {
            context.client()
                    .resource(new JobBuilder(job).withStatus(now).build())
                    .updateStatus();
        }
    }

    private JobCondition condition(String type, String reason, String message) {
        return new JobConditionBuilder()
                .withType(type)
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .withLastProbeTime(context.now())
                .withLastTransitionTime(context.now())
                .build();
    }

    private Optional<Duration> expire(Job job, JobCondition end) {
        Integer ttl = job.getSpec().getTtlSecondsAfterFinished();
        if (ttl == null) {
            return Optional.empty();
        }
        Duration left = Duration.between(
                context.clock().instant(),
                Instant.parse(end.getLastTransitionTime()).plusSeconds(ttl));
        if (left.isPositive()) {
            return Optional.of(left.plusMillis(50));
        }
        context.client()
                .resource(job)
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        return Optional.empty();
    }

    @Override
    public void close() {
        loop.close();
    }
}

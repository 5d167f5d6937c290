package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts Jobs at the times that CronJobs name. */
final class CronJobController implements AutoCloseable {
    private final Context context;
    private final ControlLoop loop;

    CronJobController(Context context) {
        this.context = context;
        this.loop = context.loop("cronjob", this::sync);
        context.cluster().watch(CronJob.class, cron -> loop.add(Key.of(cron)));
        context.cluster()
                .watch(Job.class, job -> Owners.controllerOf(job, "CronJob").ifPresent(loop::add));
    }

    private Optional<Duration> sync(Key key) {
        Optional<CronJob> found = context.cluster().get(CronJob.class, key);
        if (found.isEmpty() || Owners.isBeingDeleted(found.get())) {
            return Optional.empty();
        }
        CronJob cron = found.get();
        List<Job> jobs = context.cluster().controlledBy(Job.class, cron).stream()
                .sorted(Comparator.comparing(job -> job.getMetadata().getName()))
                .toList();
        cleanUp(jobs, "Complete", Objects.requireNonNullElse(cron.getSpec().getSuccessfulJobsHistoryLimit(), 3));
        cleanUp(jobs, "Failed", Objects.requireNonNullElse(cron.getSpec().getFailedJobsHistoryLimit(), 1));
        List<Job> active = jobs.stream()
                .filter(job -> !has(job, "Complete") && !has(job, "Failed"))
                .toList();
        CronJobStatus before = Objects.requireNonNullElseGet(cron.getStatus(), CronJobStatus::new);
        ZoneId zone = cron.getSpec().getTimeZone() == null
                ? ZoneId.of("UTC")
                : ZoneId.of(cron.getSpec().getTimeZone());
        CronSchedule schedule = new CronSchedule(cron.getSpec().getSchedule());
        Instant now = context.clock().instant();
        String last = Objects.requireNonNullElse(
                before.getLastScheduleTime(), cron.getMetadata().getCreationTimestamp());
        Optional<ZonedDateTime> due = latestDue(schedule, Instant.parse(last).atZone(zone), now);
        String scheduled = before.getLastScheduleTime();
        boolean suspended = Boolean.TRUE.equals(cron.getSpec().getSuspend());
        if (due.isPresent() && !suspended && mayStart(cron, active)) {
            start(cron, due.get());
            scheduled = due.get().toInstant().toString();
        }
        writeStatus(cron, before, active, scheduled);
        return schedule.next(now.atZone(zone))
                .map(next -> Duration.between(now, next).plusMillis(50));
    }

    private static Optional<ZonedDateTime> latestDue(CronSchedule schedule, ZonedDateTime last, Instant now) {
        Optional<ZonedDateTime> due = Optional.empty();
        Optional<ZonedDateTime> next = schedule.next(last);
        while (next.isPresent() && !next.get().toInstant().isAfter(now)) {
            due = next;
            next = schedule.next(next.get());
        }
        return due;
    }

    private boolean mayStart(CronJob cron, List<Job> active) {
        String policy = Objects.requireNonNullElse(cron.getSpec().getConcurrencyPolicy(), "Allow");
        if (policy.equals("Replace")) {
            active.forEach(job -> context.client()
                    .resource(job)
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete());
        }
        return !policy.equals("Forbid") || active.isEmpty();
    }

    private void start(CronJob cron, ZonedDateTime at) {
        var template = cron.getSpec().getJobTemplate();
        JobBuilder job = new JobBuilder()
                .withNewMetadata()
                .withName(cron.getMetadata().getName() + "-" + at.toEpochSecond() / 60)
                .withNamespace(cron.getMetadata().getNamespace())
                .withOwnerReferences(Owners.reference(cron))
                .addToAnnotations(
                        "batch.kubernetes.io/cronjob-scheduled-timestamp",
                        at.toInstant().toString())
                .endMetadata()
                .withSpec(template.getSpec());
        if (template.getMetadata() != null) {
            job.editMetadata()
                    .addToLabels(template.getMetadata().getLabels())
                    .addToAnnotations(template.getMetadata().getAnnotations())
                    .endMetadata();
        }
        try {
            Job created = context.client().resource(job.build()).create();
            context.events()
                    .normal(
                            cron,
                            "SuccessfulCreate",
                            "Created job " + created.getMetadata().getName());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private void writeStatus(CronJob cron, CronJobStatus before, List<Job> active, @Nullable String scheduled) {
        CronJobStatus status = new CronJobStatusBuilder(before)
                .withLastScheduleTime(scheduled)
                .withActive(active.stream()
                        .map(job -> new ObjectReferenceBuilder()
                                .withApiVersion("batch/v1")
                                .withKind("Job")
                                .withNamespace(job.getMetadata().getNamespace())
                                .withName(job.getMetadata().getName())
                                .withUid(job.getMetadata().getUid())
                                .build())
                        .toList())
                .build();
        if (!status.equals(before)) {
            context.client()
                    .resource(new CronJobBuilder(cron).withStatus(status).build())
                    .updateStatus();
        }
    }

    private void cleanUp(List<Job> jobs, String condition, int kept) {
        List<Job> ended = jobs.stream().filter(job -> has(job, condition)).toList();
        ended.stream()
                .limit(Math.max(0, ended.size() - kept))
                .forEach(job -> context.client()
                        .resource(job)
                        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                        .delete());
    }

    private static boolean has(Job job, String type) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(
                                condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()));
    }

    @Override
    public void close() {
        loop.close();
    }
}

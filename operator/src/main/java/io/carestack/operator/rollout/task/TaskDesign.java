package io.carestack.operator.rollout.task;

import io.carestack.operator.app.TaskPodDesign;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveResources;
import io.carestack.operator.effective.EffectiveRollout.Backup;
import io.carestack.operator.effective.EffectiveRollout.EffectiveMigration;
import io.carestack.operator.effective.EffectiveRollout.JobTest;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.plan.Task;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Jobs of an attempt. Each is tried once: what failed is not run again behind a person's back.
 *
 * @param revision hash of the release
 * @param attempt which attempt at it
 */
public record TaskDesign(EffectiveStack stack, String revision, int attempt) {
    private static final EffectiveResources SMOKE = new EffectiveResources("100m", "128Mi", "1", "512Mi");

    /** The Job of a task; empty when the stack has none. */
    public Optional<Job> of(Task task) {
        return switch (task) {
            case BACKUP ->
                stack.rollout()
                        .migration()
                        .flatMap(migration -> migration.backup().map(backup -> backup(migration, backup)));
            case MIGRATION -> stack.rollout().migration().map(this::migration);
            case SMOKE -> stack.rollout().jobTest().map(this::smoke);
        };
    }

    /** Name of a task's Job. */
    public String name(Task task) {
        return new Names(stack.name()).task(word(task), revision, attempt);
    }

    /** Whether a Job belongs to this very attempt. */
    public static boolean isOf(Target target, Job job) {
        Map<String, String> labels = job.getMetadata().getLabels();
        return target.hash().equals(labels.get(Labels.REVISION))
                && Integer.toString(target.attempt()).equals(labels.get(Labels.ATTEMPT));
    }

    private Job backup(EffectiveMigration migration, Backup backup) {
        return inside(Task.BACKUP, migration.component(), backup.image(), backup.command(), backup.deadline());
    }

    private Job migration(EffectiveMigration migration) {
        return inside(
                Task.MIGRATION, migration.component(), migration.image(), migration.command(), migration.deadline());
    }

    private Job inside(Task task, String component, String image, List<String> command, Duration deadline) {
        EffectiveComponent place = stack.components().stream()
                .filter(each -> each.name().equals(component))
                .findFirst()
                .orElseGet(() -> stack.components().getFirst());
        return job(task, deadline, new TaskPodDesign(stack, place).inside(word(task), image, command, labels()));
    }

    private Job smoke(JobTest test) {
        return job(
                Task.SMOKE,
                test.deadline(),
                new TaskPodDesign(stack, stack.components().getFirst())
                        .beside(word(Task.SMOKE), test.image(), test.command(), SMOKE, previews(test), labels()));
    }

    /** Where the components are before they have traffic; the user's variables can refer to these, and replace them. */
    private List<EnvVar> previews(JobTest test) {
        Names names = new Names(stack.name());
        Map<String, EnvVar> variables = new LinkedHashMap<>();
        for (EffectiveComponent component : stack.components()) {
            component.port().ifPresent(port -> {
                String name =
                        "PREVIEW_" + component.name().toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
                variables.put(name, new EnvVar(name, "http://" + names.preview(component.name()) + ":" + port, null));
            });
        }
        test.env().forEach(wanted -> {
            variables.remove(wanted.name());
            variables.put(wanted.name(), TaskPodDesign.variable(wanted));
        });
        return List.copyOf(variables.values());
    }

    private Job job(Task task, Duration deadline, PodTemplateSpec template) {
        return new JobBuilder()
                .withMetadata(stack.owner().child(name(task), Labels.TASKS))
                .editMetadata()
                .addToLabels(Labels.REVISION, revision)
                .addToLabels(Labels.ATTEMPT, Integer.toString(attempt))
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(Math.max(1, Math.ceilDiv(deadline.toMillis(), 1000L)))
                .withTemplate(template)
                .endSpec()
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(Labels.common(stack.name(), Labels.TASKS));
        labels.put(Labels.REVISION, revision);
        labels.put(Labels.ATTEMPT, Integer.toString(attempt));
        return labels;
    }

    private static String word(Task task) {
        return switch (task) {
            case BACKUP -> "backup";
            case MIGRATION -> "migrate";
            case SMOKE -> "smoke";
        };
    }
}

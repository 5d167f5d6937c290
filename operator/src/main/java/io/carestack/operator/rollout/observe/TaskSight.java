package io.carestack.operator.rollout.observe;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.rollout.plan.Outcome;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.plan.Task;
import io.carestack.operator.rollout.task.TaskDesign;
import io.carestack.operator.rollout.task.TaskOutcome;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of a target, by their Jobs.
 *
 * @param requests how the smoke tests over HTTP stand; empty when there are none
 */
record TaskSight(EffectiveStack stack, RolloutObjects objects, Optional<Outcome> requests) {

    /** Those that the stack asks for. */
    Map<Task, Outcome> outcomes(Target target) {
        TaskDesign design = new TaskDesign(stack, target.hash(), target.attempt());
        Map<Task, Outcome> outcomes = new EnumMap<>(Task.class);
        for (Task task : Task.values()) {
            List<Outcome> parts = new ArrayList<>();
            if (design.of(task).isPresent()) {
                parts.add(job(design.name(task)));
            }
            if (task == Task.SMOKE) {
                requests.ifPresent(parts::add);
            }
            if (!parts.isEmpty()) {
                outcomes.put(task, TaskOutcome.all(parts));
            }
        }
        return outcomes;
    }

    /** Whether a Job of this target exists. */
    boolean anyOf(Target target) {
        return objects.jobs().stream().anyMatch(job -> TaskDesign.isOf(target, job));
    }

    /** Whether a Job of anything else exists. */
    boolean anyButOf(Optional<Target> target) {
        return objects.jobs().stream()
                .anyMatch(
                        job -> target.filter(each -> TaskDesign.isOf(each, job)).isEmpty());
    }

    private Outcome job(String name) {
        Optional<Job> job = objects.jobs().stream()
                .filter(each -> name.equals(each.getMetadata().getName()))
                .findFirst();
        List<Pod> pods = objects.pods().stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> "Job".equals(owner.getKind()) && name.equals(owner.getName())))
                .toList();
        return TaskOutcome.of(job, pods);
    }
}

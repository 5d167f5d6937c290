package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that a step is decided on, read live in one pass.
 *
 * @param health of the colour that is not stable
 * @param tasks of the current target; a task that is not there is not wanted
 * @param jobs whether a Job of the current target exists, whatever became of it
 * @param leftovers whether a Job of another target or attempt exists
 * @param known hashes whose pod templates are kept
 * @param followed every route from outside sends requests where it was told to, and says so
 * @param components callees first
 */
public record RolloutObservation(
        Wanted wanted,
        Gates gates,
        Health health,
        Metrics metrics,
        Map<Task, Outcome> tasks,
        boolean jobs,
        boolean leftovers,
        Set<String> known,
        Optional<Marks> marks,
        boolean followed,
        List<ComponentSeen> components) {

    Outcome outcome(Task task) {
        return tasks.getOrDefault(task, Outcome.SUCCEEDED);
    }

    /** Whether a Service that could do without sends requests to this colour. */
    boolean anySelects(Color color) {
        return components.stream().anyMatch(each -> each.runs(color.other()) && each.reaches(color));
    }

    /** Whether every Service that this colour has sends its requests there, and nowhere else. */
    boolean allSelect(Color color) {
        return components.stream().allMatch(each -> !each.hasService() || !each.runs(color) || each.settled(color));
    }

    /** Whether this colour has a ready pod in each of its components. */
    boolean allReady(Color color) {
        return components.stream().allMatch(each -> !each.runs(color) || each.ready(color) > 0);
    }
}

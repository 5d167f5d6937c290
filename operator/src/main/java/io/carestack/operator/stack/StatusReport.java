package io.carestack.operator.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.api.RolloutStatus;
import io.carestack.operator.app.AppStatus;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.rollout.memory.RolloutMemoryStatus;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Conditions;
import io.carestack.operator.status.Note;
import io.carestack.operator.status.Problem;
import io.carestack.operator.status.StackHealth;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one pass ended with, as users read it. */
record StatusReport(EffectiveStack stack, AppStatus app, StackPlan plan, Execution execution, ReleaseProgress release) {

    /** The status before the first child exists. */
    static CareStackStatus first(CareStack resource, Instant now) {
        long generation = resource.getMetadata().getGeneration();
        List<ConditionValue> conditions = List.of(
                ConditionValue.no(StackHealth.READY, "Creating", "the stack is being looked at for the first time"),
                ConditionValue.yes(
                        StackHealth.RECONCILING, "Creating", "the stack is being looked at for the first time"),
                ConditionValue.no(StackHealth.STALLED, "NoProblem", "no person needs to act"));
        return new CareStackStatus(
                generation,
                Phase.Creating,
                "being created",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Conditions.merge(null, conditions, generation, now));
    }

    /** The same, with the release that a new stack begins with. */
    static CareStackStatus first(CareStack resource, ReleasePreparation release, Instant now) {
        CareStackStatus status = resource.getStatus() == null ? first(resource, now) : resource.getStatus();
        return status.with(RolloutMemoryStatus.write(
                release.opened(),
                release.first().color().label(),
                release.first().hash(),
                "",
                ""));
    }

    /** The status that follows the previous one. */
    CareStackStatus status(@Nullable CareStackStatus previous, long generation, Instant now) {
        StackHealth health = health(previous, generation);
        return new CareStackStatus(
                generation,
                health.phase(),
                summary(),
                app.live(),
                app.app(),
                caches(),
                rollout(),
                app.components(),
                plan.database().status().orElse(null),
                plan.redis().statuses(),
                effective(),
                Conditions.merge(
                        previous == null ? null : previous.conditions(), health.conditions(), generation, now));
    }

    /** What there is to tell in events: every problem, every alarming condition, and every change of phase. That a new stack is being created, its status already says. */
    List<Note> notes(@Nullable CareStackStatus previous, CareStackStatus next) {
        List<Note> notes = new ArrayList<>(plan.others().notes());
        notes.addAll(release.notes());
        problems().forEach(problem -> notes.add(new Note(true, StackHealth.STALLED, problem.sentence())));
        notes.addAll(ConditionNotes.of(previous == null ? null : previous.conditions(), next.conditions()));
        boolean changed = next.phase() != (previous == null ? Phase.Creating : previous.phase());
        if (changed && next.phase() != Phase.Stalled) {
            notes.add(new Note(
                    next.phase() == Phase.Degraded,
                    Objects.requireNonNull(next.phase()).name(),
                    Objects.requireNonNull(next.summary())));
        }
        return notes;
    }

    private StackHealth health(@Nullable CareStackStatus previous, long generation) {
        List<ConditionValue> domains = new ArrayList<>();
        domains.add(app.condition());
        domains.add(ReleaseHealth.condition(release, plan.release().first().hash()));
        domains.addAll(plan.others().conditions());
        return StackHealth.of(
                previous,
                generation,
                stack.paused(),
                stack.hibernate(),
                problems(),
                domains,
                execution.unfinished(),
                ReleaseHealth.underWay(release),
                ReleaseHealth.failed(release, plan.release().first().hash()));
    }

    private List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(plan.app().problems());
        problems.addAll(plan.others().problems());
        problems.addAll(execution.refused());
        problems.addAll(release.refused());
        return problems;
    }

    private String summary() {
        StringBuilder summary = new StringBuilder("app ").append(app.app());
        plan.database().status().ifPresent(postgres -> {
            summary.append(", postgres ").append(postgres.ready());
            if (postgres.primary() != null) {
                summary.append(" on ").append(postgres.primary());
            }
        });
        ReleaseHealth.underWay(release).ifPresent(what -> summary.append(", ").append(what));
        return stack.redis().isEmpty()
                ? summary.toString()
                : summary.append(", redis ").append(caches()).toString();
    }

    private RolloutStatus rollout() {
        RolloutMemory memory = release.memory();
        return RolloutMemoryStatus.write(
                memory,
                plan.app().live().label(),
                ReleaseHealth.serving(memory, plan.app().live()).orElse(""),
                ReleaseHealth.progress(memory, stack.rollout()),
                release.message());
    }

    private String caches() {
        long ready = plan.redis().statuses().stream()
                .filter(CareStackStatus.RedisStatus::ready)
                .count();
        return stack.redis().isEmpty() ? "" : ready + "/" + stack.redis().size();
    }

    private JsonNode effective() {
        return EffectiveJson.of(stack);
    }
}

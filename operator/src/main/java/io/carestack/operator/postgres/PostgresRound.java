package io.carestack.operator.postgres;

import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.StatusMemory.Remembered;
import io.carestack.operator.postgres.StepExecutor.Field;
import io.carestack.operator.postgres.plan.Instance;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresPlanner;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Wanted;
import io.carestack.operator.status.Note;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;

/** Observe, plan, act: a few steps for one stack, until there is nothing to do or something to wait for. */
final class PostgresRound {
    private static final int STEPS = 20;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final StatusMemory memory;
    private final StepExecutor executor;
    private final PostgresObserver observer;
    private final ConcurrentMap<String, Long> epochs;

    PostgresRound(
            StatusMemory memory, StepExecutor executor, PostgresObserver observer, ConcurrentMap<String, Long> epochs) {
        this.memory = memory;
        this.executor = executor;
        this.observer = observer;
        this.epochs = epochs;
    }

    /**
     * The stack of one round.
     *
     * @param names of all instances, by ordinal
     * @param pods those that exist
     */
    record Stack(
            Owner owner,
            Wanted wanted,
            List<String> names,
            Map<String, PodView> pods,
            DatabaseLogins logins,
            Optional<String> initialize) {}

    /** How the round ended: with a step that waits or rests. */
    record End(Remembered remembered, Observation seen, PostgresStep step, List<Note> notes) {}

    End run(Stack stack, Remembered start) {
        Remembered remembered = start;
        Map<String, Optional<String>> roles = new HashMap<>();
        stack.pods().forEach((name, pod) -> roles.put(name, pod.role()));
        List<Note> notes = new ArrayList<>();
        Observation seen = new Observation(List.of(), stack.initialize());
        for (int count = 0; count < STEPS; count++) {
            Memory now = Memory.of(remembered.status().orElse(null));
            seen = observe(stack, now, roles);
            PostgresStep step = PostgresPlanner.plan(
                    stack.wanted(),
                    now,
                    seen,
                    Optional.ofNullable(epochs.get(stack.owner().uid())));
            Optional<Memory> next;
            switch (step) {
                case PostgresStep.Wait wait -> {
                    return new End(remembered, seen, wait, notes);
                }
                case PostgresStep.Converged converged -> {
                    return new End(remembered, seen, converged, notes);
                }
                case PostgresStep.Remember remember -> next = Optional.of(remember.next());
                case PostgresStep.Act act -> {
                    try {
                        next = executor.execute(act, new Field(stack.owner(), addresses(stack), stack.logins(), now));
                    } catch (SQLException e) {
                        return new End(remembered, seen, failed(act, e), notes);
                    }
                    if (act instanceof PostgresStep.Label label) {
                        roles.put(label.pod(), label.role());
                    }
                }
            }
            if (next.isPresent()) {
                Optional<Remembered> written = memory.compareAndSet(
                        stack.owner(), remembered, StatusView.withMemory(remembered.status(), next.get()));
                if (written.isEmpty()) {
                    return new End(
                            memory.read(stack.owner()),
                            seen,
                            new PostgresStep.Wait("Conflict", "the CareStack was changed meanwhile", AGAIN),
                            notes);
                }
                Notes.of(now, next.get()).ifPresent(notes::add);
                if (next.get().epoch() > now.epoch()) {
                    epochs.put(stack.owner().uid(), next.get().epoch());
                }
                remembered = written.get();
            }
        }
        return new End(remembered, seen, new PostgresStep.Wait("Working", "more steps follow", AGAIN), notes);
    }

    private static PostgresStep.Wait failed(PostgresStep.Act act, SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new PostgresStep.Wait(
                "StepFailed", act.getClass().getSimpleName() + ": " + message + "; it is tried again", AGAIN);
    }

    private Observation observe(Stack stack, Memory now, Map<String, Optional<String>> roles) {
        List<InstanceAddress> targets = addresses(stack).entrySet().stream()
                .map(entry -> new InstanceAddress(entry.getKey(), entry.getValue()))
                .toList();
        Optional<String> heartbeat = now.promoted() ? now.candidate() : Optional.empty();
        Map<String, PostgresObserver.Answer> answers = observer.observe(targets, stack.logins(), heartbeat);
        List<Instance> instances = stack.names().stream()
                .map(name -> {
                    Optional<PodView> pod = Optional.ofNullable(stack.pods().get(name));
                    Optional<PostgresObserver.Answer> answer = Optional.ofNullable(answers.get(name));
                    String trouble = pod.map(PodView::trouble).orElse("the pod does not exist");
                    return new Instance(
                            name,
                            pod.isPresent(),
                            pod.filter(PodView::ready).isPresent(),
                            roles.getOrDefault(name, Optional.empty()),
                            answer.flatMap(PostgresObserver.Answer::facts),
                            trouble.isEmpty()
                                    ? answer.map(PostgresObserver.Answer::problem)
                                            .orElse("")
                                    : trouble);
                })
                .toList();
        return new Observation(instances, stack.initialize());
    }

    private static Map<String, String> addresses(Stack stack) {
        Map<String, String> addresses = new HashMap<>();
        stack.pods().forEach((name, pod) -> pod.address().ifPresent(address -> addresses.put(name, address)));
        return addresses;
    }
}

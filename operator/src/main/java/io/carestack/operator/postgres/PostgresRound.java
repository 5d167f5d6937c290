package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.StatusMemory.Remembered;
import io.carestack.operator.postgres.StepExecutor.Field;
import io.carestack.operator.postgres.plan.Instance;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresPlanner;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Suspicion;
import io.carestack.operator.postgres.plan.Wanted;
import io.carestack.operator.status.Note;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/** Observe, plan, act: a few steps for one stack, until there is nothing to do or something to wait for. */
final class PostgresRound {
    private static final int STEPS = 20;
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** For the answers of all instances; while the primary is in doubt, nobody waits for those that hang. */
    private static final Duration PATIENT = Duration.ofSeconds(5);

    private static final Duration HASTY = Duration.ofMillis(2500);

    private final StatusMemory memory;
    private final StepExecutor executor;
    private final PostgresObserver observer;
    private final ConcurrentMap<String, Long> epochs;
    private final Shortages shortages;
    private final Clock clock;

    PostgresRound(
            StatusMemory memory,
            StepExecutor executor,
            PostgresObserver observer,
            ConcurrentMap<String, Long> epochs,
            Shortages shortages,
            Clock clock) {
        this.clock = clock;
        this.memory = memory;
        this.executor = executor;
        this.observer = observer;
        this.epochs = epochs;
        this.shortages = shortages;
    }

    /**
     * The stack of one round.
     *
     * @param names of all instances, by ordinal
     * @param pods those that exist
     * @param podFingerprint of what the spec says about pods
     * @param hibernate whether the database shall be cut off and written out, so that its pods may go
     * @param suspicions what the probes say of an instance
     * @param sinceWrite since an instance last took a write of the probes
     */
    record Stack(
            Owner owner,
            Wanted wanted,
            List<String> names,
            Map<String, PodView> pods,
            DatabaseLogins logins,
            Optional<String> initialize,
            String podFingerprint,
            boolean hibernate,
            Function<String, Suspicion> suspicions,
            Function<String, Optional<Duration>> sinceWrite) {}

    /** How the round ended: with a step that waits or rests. */
    record End(Remembered remembered, Observation seen, PostgresStep step, List<Note> notes) {}

    End run(Stack stack, Remembered start) {
        Remembered remembered = start;
        Map<String, Optional<String>> roles = new HashMap<>();
        stack.pods().forEach((name, pod) -> roles.put(name, pod.role()));
        List<Note> notes = new ArrayList<>();
        Map<String, String> aside = new HashMap<>(hopeless(stack, start));
        Observation seen = new Observation(List.of(), stack.initialize(), Suspicion.NONE, Duration.ZERO);
        for (int count = 0; count < STEPS; count++) {
            Memory now = Memory.of(remembered.status().orElse(null));
            Observation looked = observe(stack, suspicion(stack, now), roles, aside);
            seen = looked.withShortage(shortages.noted(stack.owner().uid(), looked.tooFewMembers(now)));
            Optional<Long> epoch = Optional.ofNullable(epochs.get(stack.owner().uid()));
            PostgresStep step = stack.hibernate()
                    ? PostgresPlanner.hibernate(stack.wanted(), now, seen, epoch)
                    : PostgresPlanner.plan(stack.wanted(), now, seen, epoch);
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
                        Optional<String> instance = dispensable(act);
                        if (instance.isEmpty()) {
                            return new End(remembered, seen, failed(act, e), notes);
                        }
                        aside.put(instance.get(), firstLine(e));
                        continue;
                    }
                    Notes.of(act).ifPresent(notes::add);
                    if (act instanceof PostgresStep.Label label) {
                        roles.put(label.pod(), label.role());
                    }
                    if (act instanceof PostgresStep.DeletePod deleted) {
                        return new End(
                                remembered,
                                seen,
                                new PostgresStep.Wait("Restarting", deleted.pod() + " is replaced", AGAIN),
                                notes);
                    }
                }
            }
            if (next.isPresent()) {
                Optional<LastFailover> story = remembered.status().map(PostgresStatus::lastFailover);
                Optional<LastFailover> told = stack.hibernate()
                        ? story.filter(known -> !FailoverStory.underWay(known))
                        : FailoverStory.next(story, stack.wanted(), now, next.get(), step, moment(stack, story, now));
                Optional<Remembered> written = memory.compareAndSet(
                        stack.owner(),
                        remembered,
                        StatusView.withMemory(remembered.status(), next.get()).with(told.orElse(null)));
                if (written.isEmpty()) {
                    return new End(
                            memory.read(stack.owner()),
                            seen,
                            new PostgresStep.Wait("Conflict", "the CareStack was changed meanwhile", AGAIN),
                            notes);
                }
                notes.addAll(Notes.of(new Notes.Change(now, next.get(), step, seen, story, told)));
                if (next.get().epoch() > now.epoch()) {
                    epochs.put(stack.owner().uid(), next.get().epoch());
                }
                remembered = written.get();
            }
        }
        return new End(remembered, seen, new PostgresStep.Wait("Working", "more steps follow", AGAIN), notes);
    }

    private FailoverStory.Moment moment(Stack stack, Optional<LastFailover> story, Memory now) {
        Instant time = clock.instant();
        return new FailoverStory.Moment(
                time, FailoverStory.from(story, now).flatMap(stack.sinceWrite()).map(time::minus));
    }

    /** An election does not wait for an instance that cannot be cut off now: it counts as one that does not answer. */
    private static Optional<String> dispensable(PostgresStep.Act act) {
        return switch (act) {
            case PostgresStep.Seal seal -> Optional.of(seal.instance());
            case PostgresStep.Stop stop -> Optional.of(stop.instance());
            case PostgresStep.Follow follow -> Optional.of(follow.replica());
            case PostgresStep.Rejoin rejoin -> Optional.of(rejoin.replica());
            case PostgresStep.Reload reload -> Optional.of(reload.instance());
            case PostgresStep.Restart restart -> Optional.of(restart.instance());
            case PostgresStep.DeletePod deletePod -> Optional.empty();
            case PostgresStep.Label label -> Optional.empty();
            case PostgresStep.Promote promote -> Optional.empty();
            case PostgresStep.SetNames names -> Optional.empty();
            case PostgresStep.RaiseRequired raise -> Optional.empty();
            case PostgresStep.RemoveMembers remove -> Optional.empty();
            case PostgresStep.ConfirmTerm confirm -> Optional.empty();
            case PostgresStep.HandOver handOver -> Optional.empty();
            case PostgresStep.DropSlot drop -> Optional.empty();
            case PostgresStep.ConfigureDatabase configure -> Optional.empty();
        };
    }

    /** The probes have found out already, three times, that it does not answer. */
    private static Map<String, String> hopeless(Stack stack, Remembered start) {
        Memory memory = Memory.of(start.status().orElse(null));
        Suspicion suspicion = suspicion(stack, memory);
        return suspicion.lost()
                ? Map.of(primary(memory).orElseThrow(), "it did not answer %d probes".formatted(suspicion.failures()))
                : Map.of();
    }

    private static Suspicion suspicion(Stack stack, Memory memory) {
        return primary(memory).map(stack.suspicions()).orElse(Suspicion.NONE);
    }

    private static Optional<String> primary(Memory memory) {
        return memory.candidate().or(memory::primary);
    }

    private static PostgresStep.Wait failed(PostgresStep.Act act, SQLException e) {
        return new PostgresStep.Wait(
                "StepFailed", act.getClass().getSimpleName() + ": " + firstLine(e) + "; it is tried again", AGAIN);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** @param aside those that did not answer in this round, and why; they are not asked again */
    private Observation observe(
            Stack stack, Suspicion suspicion, Map<String, Optional<String>> roles, Map<String, String> aside) {
        List<InstanceAddress> targets = addresses(stack).entrySet().stream()
                .filter(entry -> !aside.containsKey(entry.getKey()))
                .map(entry -> new InstanceAddress(entry.getKey(), entry.getValue()))
                .toList();
        Map<String, PostgresObserver.Answer> answers =
                observer.observe(targets, stack.logins(), suspicion.failures() > 0 ? HASTY : PATIENT);
        answers.forEach((name, answer) -> {
            if (answer.facts().isEmpty()) {
                aside.put(name, answer.problem());
            }
        });
        List<Instance> instances = stack.names().stream()
                .map(name -> {
                    Optional<PodView> pod = Optional.ofNullable(stack.pods().get(name));
                    Optional<PostgresObserver.Answer> answer = Optional.ofNullable(answers.get(name));
                    String trouble = pod.map(PodView::trouble).orElse("the pod does not exist");
                    return new Instance(
                            name,
                            pod.isPresent(),
                            pod.filter(PodView::ready).isPresent(),
                            pod.filter(PodView::ended).isPresent(),
                            pod.filter(PodView::full).isPresent(),
                            pod.filter(PodView::leaving).isPresent(),
                            pod.filter(each -> each.outdated(stack.podFingerprint()))
                                    .isPresent(),
                            roles.getOrDefault(name, Optional.empty()),
                            answer.flatMap(PostgresObserver.Answer::facts),
                            trouble.isEmpty() ? aside.getOrDefault(name, "") : trouble);
                })
                .toList();
        return new Observation(instances, stack.initialize(), suspicion, Duration.ZERO);
    }

    private static Map<String, String> addresses(Stack stack) {
        Map<String, String> addresses = new HashMap<>();
        stack.pods().forEach((name, pod) -> pod.address().ifPresent(address -> addresses.put(name, address)));
        return addresses;
    }
}

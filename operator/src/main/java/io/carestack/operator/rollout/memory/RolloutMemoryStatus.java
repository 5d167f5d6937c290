package io.carestack.operator.rollout.memory;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.RolloutStatus;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Ahead;
import io.carestack.operator.rollout.plan.Aside;
import io.carestack.operator.rollout.plan.Commands;
import io.carestack.operator.rollout.plan.Failure;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Probes;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Samples;
import io.carestack.operator.rollout.plan.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes the memory of a release into the status and reads it back. */
public final class RolloutMemoryStatus {
    private RolloutMemoryStatus() {}

    /**
     * The status of this memory.
     *
     * @param liveColor what the Services select
     * @param revision of the live pods
     * @param progress how far the phase is; empty when it has no length
     * @param message for people; empty when there is nothing to say
     */
    public static RolloutStatus write(
            RolloutMemory memory, String liveColor, String revision, String progress, String message) {
        return new RolloutStatus(
                liveColor,
                revision,
                memory.phase().name(),
                text(progress),
                text(message),
                memory.stable()
                        .map(stable -> new RolloutStatus.Stable(
                                stable.hash(), stable.color().label()))
                        .orElse(null),
                memory.target()
                        .map(target -> new RolloutStatus.Target(
                                target.hash(), target.attempt(), target.asked(), flag(target.restored())))
                        .orElse(null),
                memory.attempts(),
                memory.epoch(),
                flag(memory.draining()),
                time(memory.deadline()),
                time(memory.due()),
                time(memory.heldSince()),
                memory.aside()
                        .map(aside -> new RolloutStatus.Aside(aside.color().label(), aside.share()))
                        .orElse(null),
                memory.step() == 0 ? null : memory.step(),
                memory.sizes().isEmpty() ? null : memory.sizes(),
                memory.probes().equals(Probes.NONE) ? null : probes(memory.probes()),
                memory.samples().equals(Samples.NONE) ? null : samples(memory.samples()),
                memory.seen().equals(Commands.NONE) ? null : observed(memory.seen()),
                memory.ending().map(RolloutMemoryStatus::failure).orElse(null),
                list(memory.failed(), RolloutMemoryStatus::failure),
                list(memory.history(), Function.identity()),
                list(memory.ahead(), ahead -> new RolloutStatus.SchemaAhead(ahead.hash(), ahead.complete())));
    }

    /** What a status remembers; nothing, when it was lost or is older than the protocol. */
    public static RolloutMemory read(@Nullable RolloutStatus status) {
        if (status == null || status.phase() == null) {
            return RolloutMemory.NOTHING;
        }
        return new RolloutMemory(
                Phase.valueOf(status.phase()),
                Optional.ofNullable(status.stable())
                        .map(stable -> new Revision(stable.revision(), Color.fromLabel(stable.color()))),
                Optional.ofNullable(status.target())
                        .map(target -> new Target(
                                target.revision(),
                                target.attempt(),
                                target.asked(),
                                Boolean.TRUE.equals(target.restored()))),
                requireNonNullElse(status.attempts(), 0),
                requireNonNullElse(status.epoch(), 0L),
                Boolean.TRUE.equals(status.draining()),
                time(status.deadline()),
                time(status.due()),
                time(status.heldSince()),
                Optional.ofNullable(status.aside())
                        .map(aside -> new Aside(Color.fromLabel(aside.color()), aside.percent())),
                requireNonNullElse(status.step(), 0),
                new TreeMap<>(requireNonNullElse(status.sizes(), Map.of())),
                Optional.ofNullable(status.probes())
                        .map(RolloutMemoryStatus::probes)
                        .orElse(Probes.NONE),
                Optional.ofNullable(status.samples())
                        .map(RolloutMemoryStatus::samples)
                        .orElse(Samples.NONE),
                Optional.ofNullable(status.observed())
                        .map(RolloutMemoryStatus::commands)
                        .orElse(Commands.NONE),
                Optional.ofNullable(status.ending()).map(RolloutMemoryStatus::failure),
                requireNonNullElse(status.failed(), List.<RolloutStatus.Failure>of()).stream()
                        .map(RolloutMemoryStatus::failure)
                        .toList(),
                requireNonNullElse(status.history(), List.of()),
                requireNonNullElse(status.schemaAhead(), List.<RolloutStatus.SchemaAhead>of()).stream()
                        .map(ahead -> new Ahead(ahead.revision(), ahead.complete()))
                        .toList());
    }

    private static RolloutStatus.Probes probes(Probes probes) {
        return new RolloutStatus.Probes(
                probes.done(), probes.good(), time(probes.next()), text(probes.trouble()), time(probes.since()));
    }

    private static Probes probes(RolloutStatus.Probes probes) {
        return new Probes(
                probes.done(),
                probes.good(),
                time(probes.next()),
                requireNonNullElse(probes.trouble(), ""),
                time(probes.since()));
    }

    private static RolloutStatus.Samples samples(Samples samples) {
        return new RolloutStatus.Samples(
                samples.done(), samples.good(), samples.bad(), samples.unreachable(), time(samples.next()));
    }

    private static Samples samples(RolloutStatus.Samples samples) {
        return new Samples(samples.done(), samples.good(), samples.bad(), samples.unreachable(), time(samples.next()));
    }

    private static RolloutStatus.Observed observed(Commands commands) {
        return new RolloutStatus.Observed(
                commands.approve().orElse(null),
                commands.abort().orElse(null),
                commands.rollbackTo().orElse(null),
                commands.retry().orElse(null));
    }

    private static Commands commands(RolloutStatus.Observed observed) {
        return new Commands(
                Optional.ofNullable(observed.approve()),
                Optional.ofNullable(observed.abort()),
                Optional.ofNullable(observed.rollbackTo()),
                Optional.ofNullable(observed.retry()));
    }

    private static RolloutStatus.Failure failure(Failure failure) {
        return new RolloutStatus.Failure(
                failure.hash(),
                failure.attempt(),
                switch (failure.reason()) {
                    case FAILED -> "Failed";
                    case ABORTED -> "Aborted";
                    case REVERTED -> "Reverted";
                    case ROLLED_BACK -> "RolledBack";
                },
                failure.message());
    }

    private static Failure failure(RolloutStatus.Failure failure) {
        return new Failure(
                failure.revision(),
                failure.attempt(),
                switch (failure.reason()) {
                    case "Aborted" -> Failure.Reason.ABORTED;
                    case "Reverted" -> Failure.Reason.REVERTED;
                    case "RolledBack" -> Failure.Reason.ROLLED_BACK;
                    default -> Failure.Reason.FAILED;
                },
                failure.message());
    }

    private static @Nullable String time(Optional<Instant> time) {
        return time.map(Instant::toString).orElse(null);
    }

    private static Optional<Instant> time(@Nullable String time) {
        return Optional.ofNullable(time).map(Instant::parse);
    }

    private static @Nullable String text(String text) {
        return text.isEmpty() ? null : text;
    }

    private static @Nullable Boolean flag(boolean flag) {
        return flag ? true : null;
    }

    private static <T, R> @Nullable List<R> list(List<T> list, Function<T, R> each) {
        return list.isEmpty() ? null : list.stream().map(each).toList();
    }
}

package io.carestack.operator.rollout.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is remembered of a release, in the status, put with the version that it was decided on.
 *
 * @param stable empty before the first pass, and when the status was lost
 * @param attempts the last attempt that was counted
 * @param epoch grows with every change of direction; fences carry it
 * @param draining the way back is decided for good: only then is the new colour sized down
 * @param deadline when the phase gives up; never moved by events
 * @param due when the phase goes on: the end of monitoring, of draining, of a hold for debugging
 * @param heldSince since when the clocks stand
 * @param aside where requests from outside go instead of to the Services; empty when they go there
 * @param step of retiring, 1 to 4
 * @param sizes pods that each component had at the switch
 * @param seen commands that were found or acted on: equal ones are ignored
 * @param ending why the attempt ends
 * @param failed newest first
 * @param history stable revisions before this one, newest first
 * @param ahead revisions whose migration is in the schema, that of the stable one among them
 */
public record RolloutMemory(
        Phase phase,
        Optional<Revision> stable,
        Optional<Target> target,
        int attempts,
        long epoch,
        boolean draining,
        Optional<Instant> deadline,
        Optional<Instant> due,
        Optional<Instant> heldSince,
        Optional<Aside> aside,
        int step,
        SortedMap<String, Integer> sizes,
        Probes probes,
        Samples samples,
        Commands seen,
        Optional<Failure> ending,
        List<Failure> failed,
        List<String> history,
        List<Ahead> ahead) {
    static final int FAILURES_KEPT = 10;

    /** Nothing is remembered. */
    public static final RolloutMemory NOTHING = new RolloutMemory(
            Phase.Stable,
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            new TreeMap<>(),
            Probes.NONE,
            Samples.NONE,
            Commands.NONE,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());

    public RolloutMemory {
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
        failed = List.copyOf(failed);
        history = List.copyOf(history);
        ahead = List.copyOf(ahead);
    }

    /** Size of a component at the switch; 0 when there was none yet. */
    public int size(String component) {
        return sizes.getOrDefault(component, 0);
    }

    /** The memory of a stack that begins with a revision. */
    public RolloutMemory opened(Revision first, boolean migrated) {
        RolloutMemory opened = changed().stable(first).done();
        return migrated ? opened.touched(first.hash(), true) : opened;
    }

    /** What became of a revision that did not become stable. */
    public Optional<Failure> failure(String hash) {
        return failed.stream().filter(each -> each.hash().equals(hash)).findFirst();
    }

    boolean migrated(String hash) {
        return ahead.stream().anyMatch(each -> each.complete() && each.hash().equals(hash));
    }

    /** The same in another phase, whose clocks are set; each begins with all requests at the Services. */
    RolloutMemory in(Phase next, Optional<Instant> deadlineThen, Optional<Instant> dueThen) {
        return changed()
                .phase(next)
                .deadline(deadlineThen)
                .due(dueThen)
                .heldSince(Optional.empty())
                .draining(false)
                .aside(Optional.empty())
                .step(0)
                .probes(Probes.NONE)
                .samples(Samples.NONE)
                .done();
    }

    /** A change of direction: fences of before count no more. */
    RolloutMemory turned() {
        return changed().epoch(epoch + 1).done();
    }

    RolloutMemory held(Instant since) {
        return changed().heldSince(Optional.of(since)).done();
    }

    /** The clocks go on where they stood; a deadline is left alone where only the gate's clock stood. */
    RolloutMemory resumed(Instant now, boolean deadlineToo) {
        Duration stood = heldSince.map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
        return changed()
                .heldSince(Optional.empty())
                .deadline(deadlineToo ? deadline.map(each -> each.plus(stood)) : deadline)
                .due(due.map(each -> each.plus(stood)))
                .done();
    }

    /** The attempt is over and has failed: what was stable stays so. */
    RolloutMemory ended() {
        List<Failure> failures = Stream.concat(
                        ending.stream(),
                        failed.stream()
                                .filter(each -> ending.isEmpty()
                                        || !each.hash().equals(ending.get().hash())))
                .limit(FAILURES_KEPT)
                .toList();
        return changed()
                .target(Optional.empty())
                .ending(Optional.empty())
                .failed(failures)
                .sizes(Map.of())
                .done()
                .in(Phase.Stable, Optional.empty(), Optional.empty())
                .turned();
    }

    /** A migration touched the schema. */
    RolloutMemory touched(String hash, boolean complete) {
        List<Ahead> next = new ArrayList<>(
                ahead.stream().filter(each -> !each.hash().equals(hash)).toList());
        next.add(new Ahead(hash, complete || migrated(hash)));
        return changed().ahead(next).done();
    }

    MemoryChange changed() {
        return new MemoryChange(this);
    }
}

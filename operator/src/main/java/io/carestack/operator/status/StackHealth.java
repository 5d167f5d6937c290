package io.carestack.operator.status;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.status.ConditionValue.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole stack in three conditions and one word.
 *
 * <p>By the rules of kstatus, Reconciling and Stalled are never true together, and a stack that is not ready is either on its way (Reconciling) or
 * waits for a person (Stalled). One that is ready may be on its way too: while a release is made beside the one that serves.
 *
 * @param conditions Ready, Reconciling, Stalled, and then the domains' own
 */
public record StackHealth(Phase phase, List<ConditionValue> conditions) {
    public static final String READY = "Ready";
    public static final String RECONCILING = "Reconciling";
    public static final String STALLED = "Stalled";

    /** Reason of a domain that is stopped because the spec asks for it, and of a stack all of whose domains are. */
    public static final String HIBERNATED = "Hibernated";

    /** True while a lost primary has no successor that may take over; it is bad, as Stalled is. */
    public static final String FAILOVER_BLOCKED = "FailoverBlocked";

    /** Domains without which a stack is not ready; the others only tell. */
    private static final Set<String> NEEDED =
            Set.of("ComponentsReady", "DatabaseReady", "PoolerReady", "CacheReady", "EntryReady");

    /**
     * Judges a stack.
     *
     * @param previous status of the last pass, if there was one
     * @param hibernate whether nothing of the stack shall run
     * @param problems what a person has to mend, most important first
     * @param domains conditions of the domains
     * @param unfinished what is still being written, in words; empty when all children are as desired
     * @param release what is being released beside what serves, in words; empty when nothing is
     * @param failed why the release that the spec describes does not serve although it was tried; empty when it was not; it stalls a stack with which
     *     nothing else is under way
     */
    public static StackHealth of(
            @Nullable CareStackStatus previous,
            long generation,
            boolean paused,
            boolean hibernate,
            List<Problem> problems,
            List<ConditionValue> domains,
            Optional<String> unfinished,
            Optional<String> release,
            Optional<String> failed) {
        Optional<ConditionValue> lacking = domains.stream()
                .filter(domain -> NEEDED.contains(domain.type()) && domain.truth() != Truth.True)
                .filter(domain -> !hibernate || !domain.reason().equals(HIBERNATED))
                .findFirst();
        boolean ready = problems.isEmpty() && lacking.isEmpty() && unfinished.isEmpty();
        List<ConditionValue> conditions = new ArrayList<>();
        conditions.add(
                ready && hibernate
                        ? ConditionValue.yes(
                                READY,
                                HIBERNATED,
                                "spec.hibernate is true: nothing runs, and volumes and credentials are kept")
                        : ready(ready, problems, lacking, unfinished));
        ConditionValue reconciling = reconciling(ready, paused, problems, lacking, unfinished, release);
        conditions.add(reconciling);
        conditions.add(stalled(problems, reconciling.truth() == Truth.True ? Optional.empty() : failed));
        conditions.addAll(domains);
        boolean blocked = domains.stream()
                .anyMatch(domain -> domain.type().equals(FAILOVER_BLOCKED) && domain.truth() == Truth.True);
        Phase phase = phase(previous, generation, paused, ready, !problems.isEmpty(), blocked);
        return new StackHealth(
                phase == Phase.Ready ? phase(hibernate, release.isPresent(), failed.isPresent()) : phase, conditions);
    }

    private static ConditionValue ready(
            boolean ready, List<Problem> problems, Optional<ConditionValue> lacking, Optional<String> unfinished) {
        if (ready) {
            return ConditionValue.yes(READY, "AllReady", "everything that the spec asks for runs");
        }
        if (!problems.isEmpty()) {
            return ConditionValue.no(READY, STALLED, sentences(problems));
        }
        return lacking.map(domain -> ConditionValue.no(READY, domain.reason(), domain.message()))
                .orElseGet(() -> ConditionValue.no(READY, "Applying", unfinished.orElse("")));
    }

    private static ConditionValue reconciling(
            boolean ready,
            boolean paused,
            List<Problem> problems,
            Optional<ConditionValue> lacking,
            Optional<String> unfinished,
            Optional<String> release) {
        if (paused) {
            return ConditionValue.no(RECONCILING, "Paused", "spec.paused is true: nothing is changed");
        }
        if (ready && release.isPresent()) {
            return ConditionValue.yes(RECONCILING, "Releasing", release.get());
        }
        if (ready || !problems.isEmpty()) {
            return ConditionValue.no(
                    RECONCILING, ready ? "Done" : STALLED, ready ? "nothing is left to do" : "see Stalled");
        }
        return lacking.map(domain -> ConditionValue.yes(RECONCILING, domain.reason(), domain.message()))
                .orElseGet(() -> ConditionValue.yes(RECONCILING, "Applying", unfinished.orElse("")));
    }

    private static ConditionValue stalled(List<Problem> problems, Optional<String> failed) {
        return problems.isEmpty()
                ? failed.map(why -> ConditionValue.yes(STALLED, "ReleaseFailed", why))
                        .orElseGet(() -> ConditionValue.no(STALLED, "NoProblem", "no person needs to act"))
                : ConditionValue.yes(STALLED, "NeedsAction", sentences(problems));
    }

    private static String sentences(List<Problem> problems) {
        String first = problems.getFirst().sentence();
        return problems.size() == 1 ? first : first + " (and " + (problems.size() - 1) + " more, see the events)";
    }

    /** Of a stack that is ready. */
    private static Phase phase(boolean hibernate, boolean releasing, boolean failed) {
        if (hibernate) {
            return Phase.Hibernated;
        }
        return releasing ? Phase.Updating : failed ? Phase.Stalled : Phase.Ready;
    }

    private static Phase phase(
            @Nullable CareStackStatus previous,
            long generation,
            boolean paused,
            boolean ready,
            boolean stalled,
            boolean blocked) {
        if (paused) {
            return Phase.Paused;
        }
        if (stalled) {
            return Phase.Stalled;
        }
        if (ready) {
            return Phase.Ready;
        }
        if (blocked) {
            return Phase.Degraded;
        }
        if (previous == null || previous.phase() == null) {
            return Phase.Creating;
        }
        boolean sameSpec = Objects.equals(previous.observedGeneration(), generation);
        return switch (previous.phase()) {
            case Creating -> Phase.Creating;
            case Ready, Degraded -> sameSpec ? Phase.Degraded : Phase.Updating;
            case Updating, Stalled, Paused, Hibernated -> Phase.Updating;
        };
    }
}

package io.carestack.operator.rollout.health;

import io.carestack.operator.effective.EffectiveRollout.Verification;
import io.carestack.operator.rollout.plan.Health;
import io.carestack.operator.rollout.plan.Health.Verdict;
import io.carestack.operator.rollout.plan.Probes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Judges the pods of a release from what is seen now and what was judged before.
 *
 * <p>Before the switch all pods must be ready at several looks in a row, and looks are counted by the clock: however often it is asked
 * between two of them, none is used up. What time will not mend fails the release at once, or after a patience of its own.
 */
public record HealthJudge(Verification rules) {
    /** Share of the wanted pods that must be ready under traffic, in percent, and how long fewer are borne. */
    private static final int ENOUGH_PERCENT = 80;

    private static final Duration SHORTAGE = Duration.ofSeconds(30);

    /** Before the switch. */
    public Health verify(List<ColorPods> components, Probes before, Instant now) {
        Optional<Trouble> trouble = Diagnosis.beforeTheSwitch(components);
        Probes noted = noted(before, trouble, now);
        if (trouble.isPresent() && trouble.get().isOver(noted.since().orElse(now), now)) {
            return new Health(Verdict.FAILED, trouble.get().sentence(), noted);
        }
        Optional<String> lacking = components.stream()
                .filter(component -> !component.complete())
                .findFirst()
                .map(component -> component.sentence(component.count()));
        Probes probes = before.next().filter(now::isBefore).isPresent() ? noted : look(noted, lacking.isEmpty(), now);
        if (lacking.isEmpty() && probes.good() >= rules.consecutive()) {
            return new Health(Verdict.HEALTHY, "", probes);
        }
        if (probes.done() >= rules.attempts() && probes.good() < rules.consecutive()) {
            return new Health(
                    Verdict.FAILED,
                    lacking.orElse("all pods are ready, but not yet at " + rules.consecutive() + " looks in a row")
                            + "; not healthy at " + probes.done() + " looks",
                    probes);
        }
        return new Health(Verdict.WAITING, lacking.orElse(""), probes);
    }

    /**
     * Once it was verified, and under traffic.
     *
     * @param since when that began: restarts before it do not count
     */
    public Health watch(List<ColorPods> components, Probes before, Instant now, Instant since) {
        Optional<Trouble> dead = components.stream()
                .flatMap(component -> Diagnosis.ofCrashes(component, since).stream())
                .findFirst()
                .or(() -> components.stream()
                        .filter(component -> component.wanted() > 0 && component.ready() == 0)
                        .map(component -> new Trouble(
                                component.component() + "/none", component.sentence("no pod is ready"), Duration.ZERO))
                        .findFirst());
        Optional<Trouble> trouble = dead.or(() -> components.stream()
                .filter(HealthJudge::tooFew)
                .map(component -> new Trouble(
                        component.component() + "/few",
                        component.sentence("readiness was lost") + "; only " + component.count(),
                        SHORTAGE))
                .findFirst());
        Probes noted = noted(before, trouble, now);
        return trouble.map(found -> new Health(
                        found.isOver(noted.since().orElse(now), now) ? Verdict.FAILED : Verdict.WAITING,
                        found.sentence(),
                        noted))
                .orElseGet(() -> new Health(Verdict.HEALTHY, "", noted));
    }

    private static boolean tooFew(ColorPods component) {
        int counted = component.wanted() - component.disrupted();
        return component.ready() * 100 < counted * ENOUGH_PERCENT;
    }

    /** Looks of a release that is healthy already, and held by something else, use none up. */
    private Probes look(Probes before, boolean good, Instant now) {
        boolean passed = good && before.good() >= rules.consecutive();
        return new Probes(
                passed ? before.done() : before.done() + 1,
                good ? before.good() + 1 : 0,
                Optional.of(now.plus(rules.interval())),
                before.trouble(),
                before.since());
    }

    private static Probes noted(Probes before, Optional<Trouble> trouble, Instant now) {
        String kind = trouble.map(Trouble::kind).orElse("");
        boolean same = kind.equals(before.trouble());
        Optional<Instant> since = kind.isEmpty() ? Optional.empty() : same ? before.since() : Optional.of(now);
        return new Probes(before.done(), before.good(), before.next(), kind, since);
    }
}

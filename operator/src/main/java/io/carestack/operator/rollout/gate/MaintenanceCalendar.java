package io.carestack.operator.rollout.gate;

import io.carestack.operator.effective.EffectiveRollout;
import io.carestack.operator.effective.EffectiveRollout.Period;
import io.carestack.operator.rollout.plan.Gate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When releases may begin and switch: within any window, where there are windows, and in no freeze.
 *
 * <p>A calendar that cannot be read keeps everything closed and says which field is wrong.
 */
public final class MaintenanceCalendar {
    /** How often a closed calendar looks for the next opening, freeze after freeze, before it says that it knows none. */
    private static final int LOOKS = 1000;

    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mmxxx");

    private final EffectiveRollout rollout;

    public MaintenanceCalendar(EffectiveRollout rollout) {
        this.rollout = rollout;
    }

    /**
     * Whether a release may begin or switch now.
     *
     * @param target the release as {@code spec.rollout.emergency} would name it
     */
    public Gate at(Instant now, String target) {
        if (rollout.commands().emergency().filter(target::equals).isPresent()) {
            return Gate.OPEN;
        }
        if (rollout.windows().isEmpty() && rollout.freezes().isEmpty()) {
            return Gate.OPEN;
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(rollout.timeZone());
        } catch (DateTimeException e) {
            return Gate.closed("spec.rollout.timeZone: " + rollout.timeZone()
                    + " is no time zone; use a name such as Europe/Berlin");
        }
        List<Span> windows = new ArrayList<>();
        List<Span> freezes = new ArrayList<>();
        Optional<String> fault = read("windows", rollout.windows(), zone, windows)
                .or(() -> read("freezes", rollout.freezes(), zone, freezes));
        return fault.map(Gate::closed).orElseGet(() -> at(now, windows, freezes, zone));
    }

    private static Gate at(Instant now, List<Span> windows, List<Span> freezes, ZoneId zone) {
        Optional<Span> frozen = covering(freezes, now);
        boolean inside = windows.isEmpty() || covering(windows, now).isPresent();
        if (frozen.isEmpty() && inside) {
            return Gate.OPEN;
        }
        String reason = frozen.map(span -> "freeze " + span.name()).orElse("outside of every window");
        return opening(now, windows, freezes)
                .map(opens -> Gate.closedUntil(opens, reason + "; open again at " + SHOWN.format(opens.atZone(zone))))
                .orElseGet(() -> Gate.closed(reason + "; no opening is known; add a window to spec.rollout.windows"));
    }

    private static Optional<Instant> opening(Instant now, List<Span> windows, List<Span> freezes) {
        Instant moment = now;
        for (int look = 0; look < LOOKS; look++) {
            Instant here = moment;
            Optional<Instant> thawed = freezes.stream()
                    .map(span -> span.endAt(here))
                    .flatMap(Optional::stream)
                    .max(Comparator.naturalOrder());
            if (thawed.isPresent()) {
                moment = thawed.get();
                continue;
            }
            if (windows.isEmpty() || covering(windows, here).isPresent()) {
                return Optional.of(here);
            }
            Optional<Instant> next = windows.stream()
                    .map(span -> span.beginAfter(here))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
            if (next.isEmpty()) {
                return Optional.empty();
            }
            moment = next.get();
        }
        return Optional.empty();
    }

    private static Optional<Span> covering(List<Span> spans, Instant moment) {
        return spans.stream().filter(span -> span.endAt(moment).isPresent()).findFirst();
    }

    /** Reads the periods into spans; says what is wrong with the first that is none. */
    private static Optional<String> read(String field, List<Period> periods, ZoneId zone, List<Span> spans) {
        for (Period period : periods) {
            Optional<Span> span = Span.of(period, zone);
            if (span.isEmpty()) {
                return Optional.of("spec.rollout." + field + "[" + period.name() + "]: " + fault(period));
            }
            spans.add(span.get());
        }
        return Optional.empty();
    }

    private static String fault(Period period) {
        return switch (period) {
            case Period.Recurring recurring ->
                "cron " + recurring.cron()
                        + " is no schedule; give minute, hour, day of month, month and day of week, for example 0 2 * * TUE";
            case Period.Once once ->
                "from " + once.from() + " or until " + once.until() + " is no date; write it as 2026-12-20T00:00";
        };
    }
}

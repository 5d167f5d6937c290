package io.carestack.acceptance.load;

import io.carestack.acceptance.load.LoadReport.Sighting;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts from many threads. */
final class Counts {
    private static final Pattern VERSION = Pattern.compile("\"version\":\"([^\"]*)\"");

    private final Clock clock;
    private final LongAdder answered = new LongAdder();
    private final LongAdder slow = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private final Map<String, Sighting> versions = new ConcurrentHashMap<>();

    Counts(Clock clock) {
        this.clock = clock;
    }

    void answered(String body) {
        answered.increment();
        Matcher version = VERSION.matcher(body);
        if (version.find()) {
            seen(version.group(1));
        }
    }

    void slowAnswered() {
        slow.increment();
    }

    void ended() {
        ended.increment();
    }

    void failed(String words) {
        failures.merge(words, 1L, Long::sum);
    }

    void seen(String version) {
        Instant now = clock.instant();
        versions.merge(
                version,
                new Sighting(now, now, 1),
                (known, one) -> new Sighting(known.first(), one.last(), known.answers() + 1));
    }

    LoadReport report() {
        return new LoadReport(answered.sum(), slow.sum(), ended.sum(), failures, versions);
    }
}

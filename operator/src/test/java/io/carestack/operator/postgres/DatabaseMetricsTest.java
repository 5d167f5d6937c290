package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.MoveKind;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.DatabaseMetrics.Sample;
import io.carestack.operator.postgres.ProbeReading.Streams;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DatabaseMetricsTest {
    private static final Clock NOON = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);
    private static final Owner NOTES = new Owner("care", "notes", "uid-1");
    private static final Owner OTHER = new Owner("care", "other", "uid-2");
    private static final Sample SAMPLE = new Sample(4, 3, 2, 2, 1, true);
    private static final String LABELS = "{stack=\"notes\",stack_namespace=\"care\"} ";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DatabaseMetrics metrics = new DatabaseMetrics(registry, NOON);

    @Test
    void aStackIsExportedAsItWasSeenLast() {
        metrics.saw(NOTES, SAMPLE, Optional::empty);
        metrics.saw(NOTES, new Sample(5, 3, 3, 2, 1, false), this::reading);

        assertThat(registry.scrape())
                .contains("carestack_postgres_term" + LABELS + "5.0")
                .contains("carestack_postgres_instances_ready" + LABELS + "3.0")
                .contains("carestack_postgres_failover_blocked" + LABELS + "0.0")
                .contains("carestack_postgres_quorum_members" + LABELS + "2.0");
    }

    @Test
    void whatTheProbesMeasureIsReadAtEachScrape() {
        metrics.saw(NOTES, SAMPLE, this::reading);
        metrics.saw(OTHER, SAMPLE, Optional::empty);

        assertThat(registry.scrape())
                .contains("carestack_postgres_replication_lag_bytes" + LABELS + "4096.0")
                .contains("carestack_postgres_quorum_streaming" + LABELS + "1.0")
                .contains("carestack_postgres_last_write_timestamp_seconds" + LABELS + "999998.0")
                .contains("carestack_postgres_probe_failures_total" + LABELS + "7.0")
                .contains("carestack_postgres_replication_lag_bytes{stack=\"other\",stack_namespace=\"care\"} NaN");
    }

    @Test
    void aFirstFailoverIsAnIncreaseBecauseCountersBeginAtZero() {
        metrics.saw(NOTES, SAMPLE, Optional::empty);
        String counter =
                "carestack_postgres_failovers_total{kind=\"Failover\",stack=\"notes\",stack_namespace=\"care\"} ";
        assertThat(registry.scrape()).contains(counter + "0.0");

        metrics.moved(
                NOTES,
                new LastFailover(
                        MoveKind.Failover,
                        "notes-postgres-0",
                        "notes-postgres-1",
                        5,
                        "2026-01-15T12:00:00Z",
                        "lost",
                        "2026-01-15T11:59:59Z",
                        "2026-01-15T12:00:01.500Z",
                        "2.5s"));

        assertThat(registry.scrape())
                .contains(counter + "1.0")
                .contains("carestack_postgres_failover_duration_seconds_bucket{kind=\"Failover\",le=\"2.0\"} 0")
                .contains("carestack_postgres_failover_duration_seconds_bucket{kind=\"Failover\",le=\"3.0\"} 1");
    }

    @Test
    void aStackThatIsGoneLeavesNoSeriesAndTheOthersStay() {
        metrics.saw(NOTES, SAMPLE, Optional::empty);
        metrics.saw(OTHER, SAMPLE, Optional::empty);
        metrics.forget(NOTES.uid());

        assertThat(registry.scrape()).doesNotContain("stack=\"notes\"").contains("stack=\"other\"");

        metrics.saw(NOTES, SAMPLE, Optional::empty);
        assertThat(registry.scrape()).contains("carestack_postgres_term" + LABELS + "4.0");
    }

    @Test
    void theDocumentationNamesEveryMetricAndNoOther() throws IOException {
        metrics.saw(NOTES, SAMPLE, this::reading);
        List<String> exported = names("# TYPE (carestack_postgres_\\w+) ", registry.scrape());
        List<String> documented =
                names("(?m)^\\| `(carestack_postgres_\\w+)`", Files.readString(Path.of("../docs/monitoring.md")));

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(exported.stream()
                        .filter(name -> !name.endsWith("_seconds_max"))
                        .toList());
    }

    private static List<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private Optional<ProbeReading> reading() {
        return Optional.of(new ProbeReading(
                "notes-postgres-0", 7, Optional.of(Duration.ofSeconds(2)), Optional.of(new Streams(1, 4096))));
    }
}

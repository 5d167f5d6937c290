package io.carestack.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.OptionalKind;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.ConditionValue.Truth;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitoringPlannerTest {
    static final Set<OptionalKind> ALL = EnumSet.allOf(OptionalKind.class);
    static final String FULL = """
            components:
            - {name: web, image: 'web:1', port: 8080, replicas: {min: 3, max: 10}, metrics: {path: /api/metrics, interval: 10s}}
            - {name: api, image: 'api:1', port: 3001, replicas: {min: 1}, metrics: {port: 9464}}
            - {name: worker, image: 'worker:1', replicas: {min: 2}, metrics: {port: 9100, interval: 1m30s}}
            postgres: {pooler: {image: 'pgbouncer:1'}}
            monitoring:
              labels: {release: prometheus}
              rules:
                disable: [RolloutStuck]
                runbooks: https://runbooks.example.com/carestack
                thresholds: {errorRatePercent: 2, responseTimeMilliseconds: 1500, memoryPercent: 80, cpuPercent: 75, diskFreePercent: 20, diskFreeCriticalPercent: 10}
                extra: [{alert: QueueLong, expr: 'queue_length > 100', for: 10m, severity: critical, summary: 'The queue is long.'}]
              alerts:
                email: {to: [ops@example.com, oncall@example.com]}
                slack: {secretName: slack, channel: '#ops'}
                pagerDuty: {secretName: pager}
            """;

    @Test
    void everyFieldReachesTheMonitoringObjects() {
        Golden.assertMatches(
                "monitoring/full", plan(Stacks.effective(FULL), ALL).desired());
    }

    @Test
    void theSmallestStackHasRulesOnly() {
        Golden.assertMatches(
                "monitoring/minimal",
                plan(Stacks.effective("components: [{name: web, image: 'web:1', port: 80}]"), ALL)
                        .desired());
    }

    @Test
    void aWorkerIsScrapedThroughItsPodsAndOthersThroughTheirServices() {
        assertThat(plan(Stacks.effective(FULL), ALL).desired())
                .extracting(
                        object -> object.getKind() + "/" + object.getMetadata().getName())
                .containsExactly(
                        "ServiceMonitor/notes-web",
                        "ServiceMonitor/notes-api",
                        "PodMonitor/notes-worker",
                        "PodMonitor/notes-postgres",
                        "PrometheusRule/notes-alerts",
                        "AlertmanagerConfig/notes-alerts");
    }

    @Test
    void aDisabledAlertIsLeftOutAndTheOthersStay() {
        EffectiveStack stack = Stacks.effective(FULL);

        assertThat(alerts(stack)).doesNotContain("RolloutStuck").contains("ApplicationInstanceDown", "QueueLong");
    }

    @Test
    void alertsAreMadeOnlyForWhatTheStackHas() {
        EffectiveStack bare = Stacks.effective("""
                components: [{name: web, image: 'web:1', port: 80, replicas: {min: 1}}]
                postgres: {enabled: false}
                redis: []
                """);

        assertThat(alerts(bare))
                .doesNotContain("DatabaseDown", "RedisDown", "HighErrorRate", "HpaAtMaximum", "MultipleInstancesDown");
    }

    @Test
    void pagerDutyAloneGetsCriticalAlertsAndNobodyElseAnything() {
        EffectiveStack stack = Stacks.effective("""
                components: [{name: web, image: 'web:1', port: 80}]
                monitoring: {alerts: {pagerDuty: {secretName: pager}}}
                """);

        Golden.assertMatches(
                "monitoring/pager-duty",
                plan(stack, ALL).desired().stream()
                        .filter(object -> object.getKind().equals("AlertmanagerConfig"))
                        .toList());
    }

    @Test
    void kindsThatAreMissingAreNamedAndTheOthersMade() {
        EffectiveStack stack = Stacks.effective(FULL);
        Set<OptionalKind> some = Set.of(OptionalKind.SERVICE_MONITOR, OptionalKind.PROMETHEUS_RULE);

        assertThat(plan(stack, some).desired())
                .extracting(HasMetadata::getKind)
                .containsExactly("ServiceMonitor", "ServiceMonitor", "PrometheusRule");
        ConditionValue condition = MonitoringStatus.of(stack, plan(stack, some), List.of());
        assertThat(condition.truth()).isEqualTo(Truth.Unknown);
        assertThat(condition.reason()).isEqualTo("KindNotInstalled");
        assertThat(condition.message())
                .contains("podmonitors.monitoring.coreos.com, alertmanagerconfigs.monitoring.coreos.com");
    }

    @Test
    void kindsThatAreMissingAreAnErrorWhereMonitoringWasAskedFor() {
        EffectiveStack stack =
                Stacks.effective("components: [{name: web, image: 'web:1', port: 80}]\nmonitoring: {enabled: true}\n");

        assertThat(MonitoringStatus.of(stack, plan(stack, Set.of()), List.of()).truth())
                .isEqualTo(Truth.False);
    }

    @Test
    void disabledMonitoringMakesNothingAndIsFine() {
        EffectiveStack stack =
                Stacks.effective("components: [{name: web, image: 'web:1', port: 80}]\nmonitoring: {enabled: false}\n");

        assertThat(plan(stack, ALL).desired()).isEmpty();
        assertThat(MonitoringStatus.of(stack, plan(stack, ALL), List.of()).reason())
                .isEqualTo("Disabled");
    }

    @Test
    void aReceiverWhoseSecretIsMissingIsNamedWithTheCure() {
        EffectiveStack stack = Stacks.effective(FULL);
        References slackOnly = new References(Map.of(new Reference(Kind.Secret, "slack"), Optional.of("hash")));

        ConditionValue condition = MonitoringStatus.of(stack, plan(stack, ALL), AlertSecrets.missing(stack, slackOnly));

        assertThat(condition.truth()).isEqualTo(Truth.False);
        assertThat(condition.message())
                .contains("spec.monitoring.alerts.pagerDuty.secretName", "Secret pager does not exist", "routingKey")
                .doesNotContain("slack");
        assertThat(AlertSecrets.of(stack)).hasSize(2);
    }

    static MonitoringPlan plan(EffectiveStack stack, Set<OptionalKind> installed) {
        return MonitoringPlanner.plan(stack, new MonitoringObservation(installed));
    }

    @Test
    void everyAlertAboutWhatTheOperatorDoesHasARunbookAndEveryRunbookAnAlert() throws IOException {
        List<String> alerts = Stream.concat(
                        new DatabaseAlerts(Stacks.effective(FULL), 3).database().stream(),
                        new ReleaseAlerts(Stacks.effective(FULL)).releases().stream())
                .map(Alert::name)
                .toList();
        try (Stream<Path> pages = Files.list(Path.of("../docs/runbooks"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            alerts.stream().map(alert -> alert + ".md").toList());
        }
        for (String alert : alerts) {
            assertThat(Files.readString(Path.of("../docs/runbooks", alert + ".md")))
                    .startsWith("# " + alert + "\n")
                    .contains("## What it means", "## What to look at", "## What to do", "```sh");
        }
    }

    @Test
    void aSingleInstanceHasNoAlertsAboutReplicas() {
        assertThat(new DatabaseAlerts(Stacks.effective(FULL), 1).database())
                .extracting(Alert::name)
                .containsExactly("DatabaseFailoverBlocked", "DatabaseTermFlapping");
    }

    private static List<String> alerts(EffectiveStack stack) {
        return RuleFile.of(stack).alerts();
    }
}

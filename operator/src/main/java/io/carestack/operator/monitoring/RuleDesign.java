package io.carestack.operator.monitoring;

import static java.util.Objects.requireNonNullElse;

import io.carestack.operator.api.Monitoring;
import io.carestack.operator.api.Monitoring.AlertRule;
import io.carestack.operator.api.Monitoring.Severity;
import io.carestack.operator.api.Monitoring.Thresholds;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.Durations;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The alert rules of a stack. */
final class RuleDesign {
    /** Label of every alert: the stack's name. Alert routes select by it. */
    static final String STACK_LABEL = "carestack_stack";

    /** Component label of what belongs to the whole stack. */
    static final String COMPONENT = "monitoring";

    private static final String DATABASE = "database";
    private static final String RELEASES = "releases";

    /** Groups of the alerts that have a page in docs/runbooks. */
    private static final Set<String> WITH_RUNBOOKS = Set.of(DATABASE, RELEASES);

    private RuleDesign() {}

    /** The PrometheusRule; nothing when rules are switched off or none is left. */
    static Optional<GenericKubernetesResource> of(EffectiveStack stack) {
        Monitoring.Rules rules =
                requireNonNullElse(stack.monitoring().rules(), new Monitoring.Rules(null, null, null, null, null));
        if (Boolean.FALSE.equals(rules.enabled())) {
            return Optional.empty();
        }
        List<Map<String, Object>> groups = groups(stack, rules);
        return groups.isEmpty()
                ? Optional.empty()
                : Optional.of(OptionalKind.PROMETHEUS_RULE.object(
                        new ObjectMetaBuilder(stack.owner().child(new Names(stack.name()).whole("alerts"), COMPONENT))
                                .addToLabels(stack.monitoring().labels())
                                .build(),
                        Map.of("groups", groups)));
    }

    private static List<Map<String, Object>> groups(EffectiveStack stack, Monitoring.Rules rules) {
        Thresholds thresholds =
                requireNonNullElse(rules.thresholds(), new Thresholds(null, null, null, null, null, null));
        ApplicationAlerts application = new ApplicationAlerts(stack, thresholds);
        Map<String, List<Alert>> alerts = new LinkedHashMap<>();
        alerts.put("availability", application.availability());
        alerts.put("requests", application.requests());
        alerts.put("resources", new ResourceAlerts(stack, thresholds).resources());
        alerts.put("data", new DataAlerts(stack).data());
        if (stack.database() instanceof Database.Managed managed) {
            alerts.put(DATABASE, new DatabaseAlerts(stack, managed.instances()).database());
        }
        alerts.put(RELEASES, new ReleaseAlerts(stack).releases());
        List<String> disabled = requireNonNullElse(rules.disable(), List.of());
        alerts.replaceAll((group, all) ->
                all.stream().filter(alert -> !disabled.contains(alert.name())).toList());
        alerts.put(
                "extra",
                requireNonNullElse(rules.extra(), List.<AlertRule>of()).stream()
                        .map(RuleDesign::extra)
                        .toList());
        List<Map<String, Object>> groups = new ArrayList<>();
        alerts.forEach((group, all) -> {
            if (!all.isEmpty()) {
                groups.add(Map.of(
                        "name",
                        stack.name() + "-" + group,
                        "rules",
                        all.stream()
                                .map(alert -> rule(stack, alert, runbook(rules, group, alert)))
                                .toList()));
            }
        });
        return groups;
    }

    private static Alert extra(AlertRule rule) {
        return new Alert(
                rule.alert(),
                requireNonNullElse(rule.severity(), Severity.warning),
                duration(rule.duration()),
                rule.expr(),
                requireNonNullElse(rule.summary(), ""));
    }

    private static Duration duration(@Nullable String text) {
        return text == null ? Duration.ZERO : Durations.parse(text);
    }

    /** Where the alert's page of docs/runbooks is published, if somebody said where; those about what the operator does by itself have one. */
    private static Optional<String> runbook(Monitoring.Rules rules, String group, Alert alert) {
        return Optional.ofNullable(rules.runbooks())
                .filter(base -> WITH_RUNBOOKS.contains(group))
                .map(base -> base + (base.endsWith("/") ? "" : "/") + alert.name() + ".md");
    }

    private static Map<String, Object> rule(EffectiveStack stack, Alert alert, Optional<String> runbook) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("alert", alert.name());
        rule.put("expr", alert.expression());
        if (!alert.lasting().isZero()) {
            rule.put("for", MonitorDesign.text(alert.lasting()));
        }
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("severity", alert.severity().name());
        labels.put("namespace", stack.namespace());
        labels.put(STACK_LABEL, stack.name());
        rule.put("labels", labels);
        Map<String, String> annotations = new LinkedHashMap<>();
        if (!alert.summary().isEmpty()) {
            annotations.put("summary", stack.namespace() + "/" + stack.name() + ": " + alert.summary());
        }
        runbook.ifPresent(url -> annotations.put("runbook_url", url));
        if (!annotations.isEmpty()) {
            rule.put("annotations", annotations);
        }
        return rule;
    }
}

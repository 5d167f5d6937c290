package io.carestack.operator.monitoring;

import io.carestack.operator.api.Monitoring.Alerts;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the alerts of a stack go: e-mail and Slack get all of them, PagerDuty the critical ones. */
final class AlertRoutingDesign {
    private static final String TEAM = "team";
    private static final String ON_CALL = "on-call";
    private static final String NOBODY = "nobody";

    private AlertRoutingDesign() {}

    /** The AlertmanagerConfig; nothing when no receiver is named. */
    static Optional<GenericKubernetesResource> of(EffectiveStack stack) {
        Alerts alerts = stack.monitoring().alerts();
        if (alerts == null || (alerts.email() == null && alerts.slack() == null && alerts.pagerDuty() == null)) {
            return Optional.empty();
        }
        boolean team = alerts.email() != null || alerts.slack() != null;
        List<Map<String, Object>> receivers = new ArrayList<>();
        List<Map<String, Object>> routes = new ArrayList<>();
        if (alerts.pagerDuty() != null) {
            receivers.add(onCall(alerts.pagerDuty().secretName()));
            Map<String, Object> route = new LinkedHashMap<>();
            route.put("receiver", ON_CALL);
            route.put("matchers", List.of(matcher("severity", "critical")));
            if (team) {
                route.put("continue", true);
            }
            routes.add(route);
        }
        receivers.add(team ? team(alerts) : Map.of("name", NOBODY));
        if (team) {
            routes.add(Map.of("receiver", TEAM));
        }
        Map<String, Object> route = new LinkedHashMap<>();
        route.put("receiver", team ? TEAM : NOBODY);
        route.put("groupBy", List.of("alertname"));
        route.put("matchers", List.of(matcher(RuleDesign.STACK_LABEL, stack.name())));
        route.put("routes", routes);
        return Optional.of(OptionalKind.ALERTMANAGER_CONFIG.object(
                stack.owner().child(new Names(stack.name()).whole("alerts"), RuleDesign.COMPONENT),
                Map.of("route", route, "receivers", receivers)));
    }

    private static Map<String, Object> team(Alerts alerts) {
        Map<String, Object> receiver = new LinkedHashMap<>();
        receiver.put("name", TEAM);
        if (alerts.email() != null) {
            receiver.put(
                    "emailConfigs",
                    alerts.email().to().stream()
                            .map(address -> Map.of("to", address, "sendResolved", true))
                            .toList());
        }
        if (alerts.slack() != null) {
            Map<String, Object> slack = new LinkedHashMap<>();
            slack.put("apiURL", Map.of("name", alerts.slack().secretName(), "key", "url"));
            if (alerts.slack().channel() != null && !alerts.slack().channel().isEmpty()) {
                slack.put("channel", alerts.slack().channel());
            }
            slack.put("sendResolved", true);
            slack.put("title", "{{ .Status }}: {{ .CommonLabels.alertname }}");
            slack.put("text", "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ end }}");
            receiver.put("slackConfigs", List.of(slack));
        }
        return receiver;
    }

    private static Map<String, Object> onCall(String secret) {
        return Map.of(
                "name",
                ON_CALL,
                "pagerdutyConfigs",
                List.of(Map.of("routingKey", Map.of("name", secret, "key", "routingKey"), "sendResolved", true)));
    }

    private static Map<String, String> matcher(String label, String value) {
        return Map.of("name", label, "value", value, "matchType", "=");
    }
}

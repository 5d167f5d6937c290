package io.carestack.operator.monitoring;

import io.carestack.operator.api.Monitoring.Alerts;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.status.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The Secrets that alert receivers log in with: the user's own, which only the Alertmanager reads. */
public final class AlertSecrets {
    private AlertSecrets() {}

    private record Named(String field, String secret, String key) {}

    /** What the stack refers to. */
    public static Set<Reference> of(EffectiveStack stack) {
        return named(stack).stream()
                .map(named -> new Reference(Kind.Secret, named.secret()))
                .collect(Collectors.toSet());
    }

    /** One problem for every Secret that does not exist. */
    public static List<Problem> missing(EffectiveStack stack, References known) {
        return named(stack).stream()
                .filter(named -> known.hash(Kind.Secret, named.secret()).isEmpty())
                .map(named -> new Problem(
                        named.field(),
                        "Secret " + named.secret() + " does not exist in namespace " + stack.namespace(),
                        "create it with the key " + named.key() + " or correct the name"))
                .toList();
    }

    private static List<Named> named(EffectiveStack stack) {
        Alerts alerts = stack.monitoring().alerts();
        if (alerts == null || Boolean.FALSE.equals(stack.monitoring().enabled())) {
            return List.of();
        }
        List<Named> named = new ArrayList<>();
        if (alerts.slack() != null) {
            named.add(new Named(
                    "spec.monitoring.alerts.slack.secretName", alerts.slack().secretName(), "url"));
        }
        if (alerts.pagerDuty() != null) {
            named.add(new Named(
                    "spec.monitoring.alerts.pagerDuty.secretName",
                    alerts.pagerDuty().secretName(),
                    "routingKey"));
        }
        return named;
    }
}

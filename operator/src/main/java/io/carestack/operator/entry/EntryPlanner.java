package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides which objects the way in should consist of now. */
public final class EntryPlanner {
    private EntryPlanner() {}

    /**
     * The plan for a stack; an empty one when it has no entry.
     *
     * @param weights empty where releases leave the entry point alone
     */
    public static EntryPlan plan(EffectiveStack stack, EntryObservation observation, Optional<Weights> weights) {
        return stack.entry()
                .map(entry -> plan(EntrySettings.of(stack, entry), observation, weights))
                .orElseGet(() -> new EntryPlan(List.of(), List.of(), List.of()));
    }

    private static EntryPlan plan(EntrySettings settings, EntryObservation observation, Optional<Weights> weights) {
        List<HasMetadata> objects = new ArrayList<>();
        List<Unexpressed> unexpressed = new ArrayList<>();
        List<OptionalKind> missing = new ArrayList<>();
        if (settings.entry().gateway() != null) {
            GatewayDesign design = new GatewayDesign(settings, weights);
            if (observation.installed().contains(OptionalKind.HTTP_ROUTE)) {
                objects.addAll(design.objects());
            } else {
                missing.add(OptionalKind.HTTP_ROUTE);
            }
            unexpressed.addAll(design.unexpressed());
        } else {
            switch (controller(settings.entry())) {
                case IngressNginx -> {
                    NginxDesign design = new NginxDesign(settings);
                    objects.addAll(design.objects());
                    unexpressed.addAll(design.unexpressed());
                }
                case Traefik -> {
                    TraefikDesign design = new TraefikDesign(
                            settings, observation.installed().contains(OptionalKind.TRAEFIK_MIDDLEWARE));
                    objects.addAll(design.objects());
                    unexpressed.addAll(design.unexpressed());
                }
            }
        }
        settings.issuer().ifPresent(issuer -> {
            if (observation.installed().contains(OptionalKind.CERTIFICATE)) {
                objects.add(CertificateDesign.of(settings, issuer));
            } else {
                missing.add(OptionalKind.CERTIFICATE);
            }
        });
        return new EntryPlan(objects, unexpressed, missing);
    }

    private static Entry.Controller controller(Entry entry) {
        return Optional.ofNullable(entry.ingress())
                .map(Entry.IngressSettings::controller)
                .orElse(Entry.Controller.IngressNginx);
    }
}

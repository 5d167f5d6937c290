package io.carestack.operator.entry;

import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPathBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressFluent;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the Ingresses of all controllers have in common. */
final class IngressDesign {
    private IngressDesign() {}

    /**
     * An Ingress for some of the targets.
     *
     * @param tls whether it ends TLS
     */
    static Ingress of(
            EntrySettings settings,
            String name,
            Map<String, String> annotations,
            boolean tls,
            Predicate<EntryTarget> which) {
        List<EntryTarget> targets = settings.targets().stream().filter(which).toList();
        IngressFluent<IngressBuilder>.SpecNested<IngressBuilder> spec = new IngressBuilder()
                .withMetadata(settings.stack().owner().child(name, EntrySettings.COMPONENT))
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withIngressClassName(
                        settings.entry().ingress() == null
                                ? null
                                : settings.entry().ingress().className());
        if (tls) {
            spec.addNewTl()
                    .withHosts(EntryTarget.hosts(targets))
                    .withSecretName(settings.tlsSecret())
                    .endTl();
        }
        for (String host : EntryTarget.hosts(targets)) {
            spec.addNewRule()
                    .withHost(host)
                    .withNewHttp()
                    .withPaths(targets.stream()
                            .filter(target -> target.host().equals(host))
                            .map(target -> path(settings, target))
                            .toList())
                    .endHttp()
                    .endRule();
        }
        return spec.endSpec().build();
    }

    private static HTTPIngressPath path(EntrySettings settings, EntryTarget target) {
        return new HTTPIngressPathBuilder()
                .withPath(target.path())
                .withPathType("Prefix")
                .withNewBackend()
                .withNewService()
                .withName(settings.names().component(target.component().name()))
                .withNewPort()
                .withName("http")
                .endPort()
                .endService()
                .endBackend()
                .build();
    }
}

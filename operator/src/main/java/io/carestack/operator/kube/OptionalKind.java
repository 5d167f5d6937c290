package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;

/** Kinds that a cluster may lack; children of these kinds are made where they are installed. */
public enum OptionalKind {
    SERVICE_MONITOR("monitoring.coreos.com", "v1", "ServiceMonitor", "servicemonitors"),
    POD_MONITOR("monitoring.coreos.com", "v1", "PodMonitor", "podmonitors"),
    PROMETHEUS_RULE("monitoring.coreos.com", "v1", "PrometheusRule", "prometheusrules"),
    ALERTMANAGER_CONFIG("monitoring.coreos.com", "v1alpha1", "AlertmanagerConfig", "alertmanagerconfigs"),
    HTTP_ROUTE("gateway.networking.k8s.io", "v1", "HTTPRoute", "httproutes"),
    TRAEFIK_MIDDLEWARE("traefik.io", "v1alpha1", "Middleware", "middlewares"),
    CERTIFICATE("cert-manager.io", "v1", "Certificate", "certificates");

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;

    OptionalKind(String group, String version, String kind, String plural) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
    }

    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    public String apiVersion() {
        return group + "/" + version;
    }

    public String kind() {
        return kind;
    }

    public String plural() {
        return plural;
    }

    /** An object of this kind. */
    public GenericKubernetesResource object(ObjectMeta metadata, Map<String, ?> spec) {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setApiVersion(apiVersion());
        object.setKind(kind);
        object.setMetadata(metadata);
        object.setAdditionalProperty("spec", spec);
        return object;
    }

    /** Name of the CustomResourceDefinition. */
    public String definition() {
        return plural + "." + group;
    }
}

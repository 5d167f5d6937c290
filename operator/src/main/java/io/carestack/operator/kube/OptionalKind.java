package io.carestack.operator.kube;

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

    /** Name of the CustomResourceDefinition. */
    public String definition() {
        return plural + "." + group;
    }
}

package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How requests from outside reach the components, through a Gateway API HTTPRoute or an Ingress.
 *
 * <p>What the chosen controller cannot express is named in the condition {@code EntryReady}; it is never dropped in silence.
 */
@ValidationRule(
        value = "!has(self.gateway) || !has(self.via) || self.via == 'Gateway'",
        fieldPath = ".gateway",
        message = "entry.gateway is for via: Gateway; remove it or set via: Gateway")
@ValidationRule(
        value = "!has(self.ingress) || !has(self.via) || self.via == 'Ingress'",
        fieldPath = ".ingress",
        message = "entry.ingress is for via: Ingress; remove it or set via: Ingress")
@ValidationRule(
        value = "!(has(self.gateway) && has(self.ingress))",
        message = "give either entry.gateway or entry.ingress, not both")
@ValidationRule(
        value = "has(self.gateway) || (has(self.via) && self.via == 'Ingress') || has(self.ingress)",
        message =
                "entry needs a way in: set entry.ingress (or via: Ingress), or entry.gateway with the name of a Gateway")
public record Entry(
        @Required
        @Size(min = 1, max = 253)
        @Pattern("^(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @JsonPropertyDescription("Host name of the application.")
        String host,

        @Size(max = 20)
        @JsonPropertyDescription("Component that gets the requests. Default: the first one with a port.")
        @Nullable
        String component,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Requests to other hosts or paths that go to other components; the longest matching path wins.")
        @Nullable
        List<Route> routes,

        @JsonPropertyDescription("Certificate. Without it the entry point speaks plain HTTP.") @Nullable
        Tls tls,

        @JsonPropertyDescription("True (default with tls) answers http:// with a redirect to https://.") @Nullable
        Boolean redirectToHttps,

        @JsonPropertyDescription(
                "Gateway (HTTPRoute of the Gateway API) or Ingress. Default: by which of gateway and ingress is given.")
        @Nullable
        Via via,

        @JsonPropertyDescription("The Gateway that the HTTPRoute attaches to.") @Nullable
        GatewayReference gateway,

        @JsonPropertyDescription("The Ingress class and its controller.") @Nullable
        IngressSettings ingress,

        @JsonPropertyDescription("How requests are spread over pods. Default: LeastConnections where it can be had.")
        @Nullable
        LoadBalancing loadBalancing,

        @JsonPropertyDescription("Limits per client address.") @Nullable
        RateLimit rateLimit,

        @Pattern("^[1-9][0-9]*[kKmMgG]?$") @JsonPropertyDescription("Largest request body, for example 100M.") @Nullable
        String maxBodySize,

        @JsonPropertyDescription("How long a request may take.") @Nullable
        Timeouts timeouts,

        @JsonPropertyDescription("WebSocket support.") @Nullable
        WebSocket webSocket,

        @JsonPropertyDescription("Keeps a client on the same pod.") @Nullable
        Affinity affinity,

        @JsonPropertyDescription("Which other sites' pages may call this one.") @Nullable
        Cors cors,

        @Size(max = 32)
        @JsonPropertyDescription(
                "Headers set on every response. Default: X-Frame-Options, X-Content-Type-Options, Referrer-Policy and, with tls,"
                        + " Strict-Transport-Security; an empty map sets none.")
        @Nullable
        Map<String, String> securityHeaders) {

    /** Where requests to one host or path go. */
    public record Route(
            @Size(min = 1, max = 253)
            @Pattern("^(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
            @JsonPropertyDescription("Host name. Default: entry.host.")
            @Nullable
            String host,

            @Size(min = 1, max = 1024) @Pattern("^/.*$") @JsonPropertyDescription("Path prefix. Default: /.") @Nullable
            String path,

            @Required @Size(max = 20) @JsonPropertyDescription("Component that gets the requests.")
            String component) {}

    /** Where the certificate comes from. */
    @ValidationRule(
            value = "has(self.secretName) || has(self.issuerRef)",
            message =
                    "tls needs secretName (an existing Secret of type kubernetes.io/tls) or issuerRef (a cert-manager issuer)")
    public record Tls(
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription(
                    "Secret of type kubernetes.io/tls. With issuerRef: the Secret that cert-manager fills (default <stack>-tls).")
            @Nullable
            String secretName,

            @JsonPropertyDescription("cert-manager issuer that issues the certificate.") @Nullable
            IssuerReference issuerRef) {}

    /** A cert-manager issuer. */
    public record IssuerReference(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the issuer.")
            String name,

            @JsonPropertyDescription("Issuer or ClusterIssuer (default).") @Nullable
            IssuerKind kind) {}

    /** Kind of a cert-manager issuer. */
    public enum IssuerKind {
        Issuer,
        ClusterIssuer
    }

    /** Which API the entry point is made with. */
    public enum Via {
        Gateway,
        Ingress
    }

    /** A Gateway; it decides itself which namespaces may attach to it. */
    public record GatewayReference(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Name of the Gateway.")
            String name,

            @Size(min = 1, max = 63)
            @JsonPropertyDescription("Namespace of the Gateway. Default: the stack's.")
            @Nullable
            String namespace,

            @Size(min = 1, max = 253)
            @JsonPropertyDescription("Listener of the Gateway. Default: every listener that fits.")
            @Nullable
            String sectionName) {}

    /** An Ingress class and its controller. */
    public record IngressSettings(
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("IngressClass. Default: the cluster's default class.")
            @Nullable
            String className,

            @JsonPropertyDescription(
                    "Controller behind the class, which decides how settings are written: IngressNginx (default) or Traefik.")
            @Nullable
            Controller controller) {}

    /** Controllers whose settings are known. */
    public enum Controller {
        IngressNginx,
        Traefik
    }

    /** How requests are spread over pods. */
    public enum LoadBalancing {
        RoundRobin,
        LeastConnections
    }

    /** Limits per client address. */
    public record RateLimit(
            @Min(1) @Max(1000000) @JsonPropertyDescription("Requests per second of one client.") @Nullable
            Integer requestsPerSecond,

            @Min(1)
            @Max(1000000)
            @JsonPropertyDescription("Requests above the rate that are let through in a burst.")
            @Nullable
            Integer burst,

            @Min(1) @Max(1000000) @JsonPropertyDescription("Connections of one client at the same time.") @Nullable
            Integer connections) {}

    /** How long a request may take. */
    public record Timeouts(
            @Pattern(Patterns.DURATION) @JsonPropertyDescription("Whole request and answer, for example 60s.") @Nullable
            String request,

            @Pattern(Patterns.DURATION) @JsonPropertyDescription("Connection to a pod, for example 5s.") @Nullable
            String connect) {}

    /** WebSocket support. */
    public record WebSocket(
            @Required
            @Size(min = 1, max = 16)
            @JsonPropertyDescription(
                    "Paths on which clients open WebSockets; their connections may stay open for an hour without traffic.")
            List<String> paths) {}

    /** Keeps a client on the same pod. */
    public record Affinity(
            @Required
            @Size(min = 1, max = 64)
            @Pattern("^[A-Za-z0-9_-]+$")
            @JsonPropertyDescription("Name of the cookie.")
            String cookie) {}

    /** Which other sites' pages may call this one. */
    public record Cors(
            @Required
            @Size(min = 1, max = 32)
            @JsonPropertyDescription("Allowed origins, for example https://app.example.com.")
            List<String> origins,

            @Size(max = 16)
            @JsonPropertyDescription("Allowed methods. Default: GET, POST, PUT, PATCH, DELETE, OPTIONS.")
            @Nullable
            List<String> methods,

            @Size(max = 32)
            @JsonPropertyDescription("Allowed request headers. Default: Content-Type, Authorization.")
            @Nullable
            List<String> headers,

            @JsonPropertyDescription("True lets browsers send cookies. Default: false.") @Nullable
            Boolean credentials) {}
}

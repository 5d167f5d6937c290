package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Middleware objects that Traefik needs for settings of an entry. */
record TraefikMiddlewares(EntrySettings settings) {
    static final String REDIRECT = "redirect";

    List<HasMetadata> objects() {
        Map<String, Map<String, Object>> specs = new LinkedHashMap<>(specs(false));
        if (settings.tls() && settings.redirects()) {
            specs.put(REDIRECT, Map.of("redirectScheme", Map.of("scheme", "https", "permanent", true)));
        }
        List<HasMetadata> objects = new ArrayList<>();
        specs.forEach((name, spec) -> objects.add(OptionalKind.TRAEFIK_MIDDLEWARE.object(
                settings.stack().owner().child(settings.names().entry() + "-" + name, EntrySettings.COMPONENT), spec)));
        return objects;
    }

    /** Fields that cannot be expressed without middlewares. */
    List<String> fields() {
        List<String> fields = new ArrayList<>();
        if (settings.tls() && settings.redirects()) {
            fields.add("spec.entry.redirectToHttps");
        }
        if (settings.entry().rateLimit() != null) {
            fields.add("spec.entry.rateLimit");
        }
        if (settings.entry().maxBodySize() != null) {
            fields.add("spec.entry.maxBodySize");
        }
        if (settings.entry().cors() != null) {
            fields.add("spec.entry.cors");
        }
        if (!settings.securityHeaders().isEmpty()) {
            fields.add("spec.entry.securityHeaders");
        }
        return fields;
    }

    /**
     * Specs by name, in the order in which requests pass them.
     *
     * @param webSocket without the one that buffers bodies, which would break long connections
     */
    Map<String, Map<String, Object>> specs(boolean webSocket) {
        Map<String, Map<String, Object>> specs = new LinkedHashMap<>();
        Entry.RateLimit limit = settings.entry().rateLimit();
        if (limit != null && limit.requestsPerSecond() != null) {
            Map<String, Object> rate = new LinkedHashMap<>();
            rate.put("average", limit.requestsPerSecond());
            rate.put("period", "1s");
            rate.put("burst", limit.burst() == null ? limit.requestsPerSecond() : limit.burst());
            specs.put("rate", Map.of("rateLimit", rate));
        }
        if (limit != null && limit.connections() != null) {
            // Without a criterion all clients of a host would share one limit; depth 0 is the client's own address.
            specs.put(
                    "connections",
                    Map.of(
                            "inFlightReq",
                            Map.of(
                                    "amount",
                                    limit.connections(),
                                    "sourceCriterion",
                                    Map.of("ipStrategy", Map.of("depth", 0)))));
        }
        Map<String, Object> headers = headers();
        if (!headers.isEmpty()) {
            specs.put("headers", Map.of("headers", headers));
        }
        if (!webSocket) {
            settings.maxBodyBytes()
                    .ifPresent(bytes -> specs.put("body", Map.of("buffering", Map.of("maxRequestBodyBytes", bytes))));
        }
        return specs;
    }

    private Map<String, Object> headers() {
        Map<String, Object> headers = new LinkedHashMap<>();
        if (!settings.securityHeaders().isEmpty()) {
            headers.put("customResponseHeaders", settings.securityHeaders());
        }
        Entry.Cors cors = settings.entry().cors();
        if (cors != null) {
            headers.put("accessControlAllowOriginList", cors.origins());
            headers.put("accessControlAllowMethods", EntrySettings.methods(cors));
            headers.put("accessControlAllowHeaders", EntrySettings.headers(cors));
            headers.put("addVaryHeader", true);
            if (Boolean.TRUE.equals(cors.credentials())) {
                headers.put("accessControlAllowCredentials", true);
            }
        }
        return headers;
    }
}

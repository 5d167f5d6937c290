package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The way in through ingress-nginx.
 *
 * <p>Only plain annotations are used. Snippets would express more, but they are off by default, because who may write one can read every Secret
 * of the controller (CVE-2021-25742).
 */
record NginxDesign(EntrySettings settings) {
    private static final String PREFIX = "nginx.ingress.kubernetes.io/";
    private static final Duration WEB_SOCKET_IDLE = Duration.ofHours(1);
    private static final int DEFAULT_BURST = 5;

    List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        HasMetadata plain = ingress(settings.names().entry(), annotations(false), false);
        // where every path may carry WebSockets, nothing is left for an Ingress without them, and one without rules is
        // refused
        if (!(plain instanceof Ingress ingress) || !ingress.getSpec().getRules().isEmpty()) {
            objects.add(plain);
        }
        if (settings.hasWebSockets()) {
            objects.add(ingress(settings.names().entry() + "-websocket", annotations(true), true));
        }
        if (setsHeaders()) {
            objects.add(headers());
        }
        return objects;
    }

    List<Unexpressed> unexpressed() {
        List<Unexpressed> unexpressed = new ArrayList<>();
        Entry entry = settings.entry();
        if (settings.wantsLeastConnections()) {
            unexpressed.add(
                    new Unexpressed(
                            "spec.entry.loadBalancing",
                            "ingress-nginx has no LeastConnections; the pod that answered fastest of late is preferred (ewma)"));
        }
        Entry.RateLimit limit = entry.rateLimit();
        if (limit != null && limit.burst() != null) {
            if (limit.requestsPerSecond() == null) {
                unexpressed.add(new Unexpressed(
                        "spec.entry.rateLimit.burst", "means nothing without requestsPerSecond; set that too"));
            } else if (limit.burst() % limit.requestsPerSecond() != 0) {
                unexpressed.add(new Unexpressed(
                        "spec.entry.rateLimit.burst",
                        "ingress-nginx takes multiples of requestsPerSecond only; "
                                + burstFactor(limit) * limit.requestsPerSecond() + " is used"));
            }
        }
        if (entry.securityHeaders() == null) {
            unexpressed.add(new Unexpressed(
                    "spec.entry.securityHeaders",
                    "the default headers are not set, because ingress-nginx refuses requests unless its"
                            + " global-allowed-response-headers lists them; list them there and in securityHeaders, or give an"
                            + " empty map"));
        }
        return unexpressed;
    }

    private Ingress ingress(String name, Map<String, String> annotations, boolean webSocket) {
        return IngressDesign.of(settings, name, annotations, settings.tls(), target -> target.webSocket() == webSocket);
    }

    /** The default headers are left out: one that the controller's administrator did not allow makes it answer 503. */
    private boolean setsHeaders() {
        return settings.entry().securityHeaders() != null
                && !settings.securityHeaders().isEmpty();
    }

    private String headersName() {
        return settings.names().entry() + "-headers";
    }

    private ConfigMap headers() {
        return new ConfigMapBuilder()
                .withMetadata(settings.stack().owner().child(headersName(), EntrySettings.COMPONENT))
                .withData(settings.securityHeaders())
                .build();
    }

    private Map<String, String> annotations(boolean webSocket) {
        Map<String, String> annotations = new TreeMap<>();
        Entry entry = settings.entry();
        put(annotations, settings.tls() ? "ssl-redirect" : "force-ssl-redirect", settings.redirects());
        if (entry.rateLimit() != null) {
            rateLimit(annotations, entry.rateLimit());
        }
        if (entry.maxBodySize() != null) {
            put(annotations, "proxy-body-size", entry.maxBodySize().toLowerCase(Locale.ROOT));
        }
        settings.connectTimeout().ifPresent(limit -> put(annotations, "proxy-connect-timeout", seconds(limit)));
        if (webSocket) {
            put(annotations, "proxy-read-timeout", seconds(WEB_SOCKET_IDLE));
            put(annotations, "proxy-send-timeout", seconds(WEB_SOCKET_IDLE));
        } else {
            settings.requestTimeout().ifPresent(limit -> {
                put(annotations, "proxy-read-timeout", seconds(limit));
                put(annotations, "proxy-send-timeout", seconds(limit));
            });
        }
        if (entry.affinity() != null) {
            put(annotations, "affinity", "cookie");
            put(annotations, "session-cookie-name", entry.affinity().cookie());
            put(annotations, "session-cookie-samesite", "Lax");
            put(annotations, "session-cookie-change-on-failure", true);
            put(annotations, "session-cookie-secure", settings.tls());
        } else if (entry.loadBalancing() != null) {
            put(annotations, "load-balance", settings.wantsLeastConnections() ? "ewma" : "round_robin");
        }
        if (entry.cors() != null) {
            cors(annotations, entry.cors());
        }
        if (setsHeaders()) {
            put(annotations, "custom-headers", settings.stack().namespace() + "/" + headersName());
        }
        return annotations;
    }

    private static void rateLimit(Map<String, String> annotations, Entry.RateLimit limit) {
        if (limit.requestsPerSecond() != null) {
            put(annotations, "limit-rps", limit.requestsPerSecond());
            put(annotations, "limit-burst-multiplier", burstFactor(limit));
        }
        if (limit.connections() != null) {
            put(annotations, "limit-connections", limit.connections());
        }
    }

    private static int burstFactor(Entry.RateLimit limit) {
        return limit.burst() == null || limit.requestsPerSecond() == null
                ? DEFAULT_BURST
                : Math.ceilDiv(limit.burst(), limit.requestsPerSecond());
    }

    private static void cors(Map<String, String> annotations, Entry.Cors cors) {
        put(annotations, "enable-cors", true);
        put(annotations, "cors-allow-origin", String.join(", ", cors.origins()));
        put(annotations, "cors-allow-methods", String.join(", ", EntrySettings.methods(cors)));
        put(annotations, "cors-allow-headers", String.join(", ", EntrySettings.headers(cors)));
        put(annotations, "cors-allow-credentials", Boolean.TRUE.equals(cors.credentials()));
    }

    private static long seconds(Duration duration) {
        return Math.max(1, Math.ceilDiv(duration.toMillis(), 1000L));
    }

    private static void put(Map<String, String> annotations, String name, Object value) {
        annotations.put(PREFIX + name, String.valueOf(value));
    }
}

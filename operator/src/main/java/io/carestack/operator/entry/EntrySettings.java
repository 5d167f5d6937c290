package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.effective.Durations;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An entry with its defaults filled in: what every way in is designed from. */
record EntrySettings(EffectiveStack stack, Entry entry, List<EntryTarget> targets) {
    /** Label of everything that belongs to the entry. */
    static final String COMPONENT = "entry";

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
    private static final List<String> HEADERS = List.of("Content-Type", "Authorization");

    static EntrySettings of(EffectiveStack stack, Entry entry) {
        return new EntrySettings(stack, entry, EntryTarget.of(stack, entry));
    }

    Names names() {
        return new Names(stack.name());
    }

    boolean tls() {
        return entry.tls() != null;
    }

    boolean redirects() {
        return entry.redirectToHttps() == null ? tls() : entry.redirectToHttps();
    }

    String tlsSecret() {
        return entry.tls() != null && entry.tls().secretName() != null
                ? entry.tls().secretName()
                : names().whole("tls");
    }

    Optional<Entry.IssuerReference> issuer() {
        return Optional.ofNullable(entry.tls()).map(Entry.Tls::issuerRef);
    }

    boolean hasWebSockets() {
        return entry.webSocket() != null;
    }

    boolean wantsLeastConnections() {
        return entry.loadBalancing() == Entry.LoadBalancing.LeastConnections;
    }

    Optional<Duration> requestTimeout() {
        return duration(entry.timeouts() == null ? null : entry.timeouts().request());
    }

    Optional<Duration> connectTimeout() {
        return duration(entry.timeouts() == null ? null : entry.timeouts().connect());
    }

    /** The headers of every response, by name. */
    Map<String, String> securityHeaders() {
        if (entry.securityHeaders() != null) {
            return new TreeMap<>(entry.securityHeaders());
        }
        Map<String, String> headers = new TreeMap<>(Map.of(
                "X-Frame-Options", "SAMEORIGIN",
                "X-Content-Type-Options", "nosniff",
                "Referrer-Policy", "strict-origin-when-cross-origin"));
        if (tls()) {
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        return headers;
    }

    /** The largest body in bytes; the schema has refused what is no number. */
    Optional<Long> maxBodyBytes() {
        return Optional.ofNullable(entry.maxBodySize()).map(size -> {
            String unit = size.substring(size.length() - 1).toLowerCase(Locale.ROOT);
            return switch (unit) {
                case "k" -> number(size) << 10;
                case "m" -> number(size) << 20;
                case "g" -> number(size) << 30;
                default -> Long.parseLong(size);
            };
        });
    }

    static List<String> methods(Entry.Cors cors) {
        return Objects.requireNonNullElse(cors.methods(), METHODS);
    }

    static List<String> headers(Entry.Cors cors) {
        return Objects.requireNonNullElse(cors.headers(), HEADERS);
    }

    private static long number(String size) {
        return Long.parseLong(size.substring(0, size.length() - 1));
    }

    private static Optional<Duration> duration(@Nullable String text) {
        return Optional.ofNullable(text).map(Durations::parse);
    }
}

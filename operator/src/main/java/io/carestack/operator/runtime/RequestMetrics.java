package io.carestack.operator.runtime;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts every request that this process sends to the API server, repeated ones again, as {@code carestack_api_requests_total} by verb and resource. */
public final class RequestMetrics implements Interceptor {
    /** Name under which the client knows this interceptor. */
    public static final String NAME = "CARESTACK-REQUESTS";

    private static final Pattern PATH =
            Pattern.compile("/(?:api/v1|apis/[^/]+/[^/]+)(?:/namespaces/[^/]+)?/([^/]+)(?:/([^/]+)(?:/([^/]+))?)?$");

    private final MeterRegistry metrics;

    public RequestMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        Request sent = Request.of(request.method(), request.uri());
        metrics.counter("carestack.api.requests", "verb", sent.verb(), "resource", sent.resource())
                .increment();
    }

    /**
     * A request in Kubernetes' words.
     *
     * @param verb get, list, watch, create, update, patch or delete
     * @param resource plural, and the subresource after a slash; {@code discovery} for everything that is no resource
     */
    record Request(String verb, String resource) {
        static Request of(String method, URI uri) {
            Matcher path = PATH.matcher(uri.getPath());
            if (!path.find()) {
                return new Request("get", "discovery");
            }
            boolean hasName = path.group(2) != null;
            String query = Optional.ofNullable(uri.getQuery()).orElse("");
            String verb = switch (method) {
                case "POST" -> "create";
                case "PUT" -> "update";
                case "PATCH" -> "patch";
                case "DELETE" -> "delete";
                default -> query.contains("watch=true") ? "watch" : hasName ? "get" : "list";
            };
            return new Request(verb, path.group(3) == null ? path.group(1) : path.group(1) + "/" + path.group(3));
        }
    }
}

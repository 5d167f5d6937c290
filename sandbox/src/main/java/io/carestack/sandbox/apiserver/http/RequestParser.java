package io.carestack.sandbox.apiserver.http;

import com.sun.net.httpserver.HttpExchange;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** From an HTTP exchange to a request in the API's terms. */
final class RequestParser {
    private RequestParser() {}

    /** Empty when the path is none of a resource. */
    static Optional<ApiRequest> parse(HttpExchange exchange) throws IOException {
        List<String> parts = new ArrayList<>(
                Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
                        .filter(part -> !part.isEmpty())
                        .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                        .toList());
        String group;
        String version;
        if (parts.size() > 2 && parts.getFirst().equals("api")) {
            group = "";
            version = parts.get(1);
            parts.subList(0, 2).clear();
        } else if (parts.size() > 3 && parts.getFirst().equals("apis")) {
            group = parts.get(1);
            version = parts.get(2);
            parts.subList(0, 3).clear();
        } else {
            return Optional.empty();
        }
        String namespace = "";
        if (parts.size() > 2 && parts.getFirst().equals("namespaces") && !isNamespaceSubresource(parts)) {
            namespace = parts.get(1);
            parts.subList(0, 2).clear();
        }
        Map<String, List<String>> query = query(exchange.getRequestURI().getRawQuery());
        String name = parts.size() > 1 ? parts.get(1) : "";
        String subresource = parts.size() > 2 ? parts.get(2) : "";
        return Optional.of(new ApiRequest(
                verb(exchange.getRequestMethod(), name, query),
                group,
                version,
                parts.getFirst(),
                subresource,
                namespace,
                name,
                query,
                header(exchange, "User-Agent"),
                header(exchange, "Content-Type"),
                header(exchange, "Accept"),
                body(exchange)));
    }

    private static boolean isNamespaceSubresource(List<String> parts) {
        return parts.size() == 3
                && (parts.get(2).equals("status") || parts.get(2).equals("finalize"));
    }

    static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (!header(exchange, "Content-Encoding").equals("gzip")) {
            return body;
        }
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return stream.readAllBytes();
        }
    }

    private static String verb(String method, String name, Map<String, List<String>> query) {
        boolean watch = List.of("true", "1")
                .contains(query.getOrDefault("watch", List.of("")).getFirst());
        return switch (method) {
            case "GET", "HEAD" -> watch ? "watch" : name.isEmpty() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method;
        };
    }

    static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> result = new HashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = parts.length > 1 ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8) : "";
            result.computeIfAbsent(URLDecoder.decode(parts[0], StandardCharsets.UTF_8), key -> new ArrayList<>())
                    .add(value);
        }
        return result;
    }
}

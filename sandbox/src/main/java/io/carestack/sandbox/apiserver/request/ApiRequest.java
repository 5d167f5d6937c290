package io.carestack.sandbox.apiserver.request;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request for resources in the API's terms. Empty strings stand for parts that the path does not have; {@code verb}
 * is create, get, list, watch, update, patch, delete or deletecollection.
 */
public record ApiRequest(
        String verb,
        String group,
        String version,
        String resource,
        String subresource,
        String namespace,
        String name,
        Map<String, List<String>> query,
        String userAgent,
        String contentType,
        String accept,
        byte[] body) {

    /** The parameter's last value, or "". */
    public String parameter(String key) {
        List<String> values = query.getOrDefault(key, List.of());
        return values.isEmpty() ? "" : values.getLast();
    }

    public boolean flag(String key) {
        String value = parameter(key);
        return value.equals("true") || value.equals("1");
    }

    public Optional<Long> number(String key) {
        String value = parameter(key);
        return value.matches("-?[0-9]{1,18}") ? Optional.of(Long.parseLong(value)) : Optional.empty();
    }

    public boolean isWrite() {
        return switch (verb) {
            case "create", "update", "patch", "delete", "deletecollection" -> true;
            default -> false;
        };
    }

    /** The same request with its body in JSON. */
    public ApiRequest withJson(byte[] json) {
        return new ApiRequest(
                verb,
                group,
                version,
                resource,
                subresource,
                namespace,
                name,
                query,
                userAgent,
                "application/json",
                accept,
                json);
    }

    public boolean isDryRun() {
        return parameter("dryRun").equals("All");
    }
}

package io.carestack.sandbox.apiserver.error;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A request that is answered with a Status object instead of its result. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final transient Subject subject;
    private final transient List<Cause> causes;
    private final int retryAfterSeconds;

    /** What the error is about, for {@code details}; empty strings when unknown. */
    public record Subject(String group, String kind, String name, String uid) {
        public static final Subject NONE = new Subject("", "", "", "");

        public static Subject of(String group, String kind, String name) {
            return new Subject(group, kind, name, "");
        }

        String qualified() {
            return group.isEmpty() ? kind : kind + "." + group;
        }
    }

    public ApiException(int code, String reason, String message, Subject subject, List<Cause> causes) {
        this(code, reason, message, subject, causes, 0);
    }

    private ApiException(
            int code, String reason, String message, Subject subject, List<Cause> causes, int retryAfterSeconds) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.subject = subject;
        this.causes = List.copyOf(causes);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public int code() {
        return code;
    }

    public String reason() {
        return reason;
    }

    public static ApiException notFound(Subject subject) {
        return new ApiException(
                404, "NotFound", subject.qualified() + " \"" + subject.name() + "\" not found", subject, List.of());
    }

    public static ApiException noSuchPath() {
        return new ApiException(
                404, "NotFound", "the server could not find the requested resource", Subject.NONE, List.of());
    }

    public static ApiException methodNotAllowed() {
        return new ApiException(
                405,
                "MethodNotAllowed",
                "the server does not allow this method on the requested resource",
                Subject.NONE,
                List.of());
    }

    public static ApiException alreadyExists(Subject subject) {
        return new ApiException(
                409,
                "AlreadyExists",
                subject.qualified() + " \"" + subject.name() + "\" already exists",
                subject,
                List.of());
    }

    public static ApiException conflict(Subject subject, String detail) {
        return new ApiException(
                409,
                "Conflict",
                "Operation cannot be fulfilled on " + subject.qualified() + " \"" + subject.name() + "\": " + detail,
                subject,
                List.of());
    }

    /** A server-side apply that would take fields from other managers without force. */
    public static ApiException applyConflict(String message, List<Cause> causes) {
        return new ApiException(409, "Conflict", message, Subject.NONE, causes);
    }

    /** An error that the API server passes on as it is, without a reason. */
    public static ApiException untyped(String message) {
        return new ApiException(500, "", message, Subject.NONE, List.of());
    }

    /** {@code subject.kind} is the kind, not the resource: validation errors name the kind. */
    public static ApiException invalid(Subject subject, List<Cause> causes) {
        Set<String> texts = causes.stream().map(Cause::text).collect(Collectors.toCollection(LinkedHashSet::new));
        String joined = texts.size() == 1 ? texts.iterator().next() : "[" + String.join(", ", texts) + "]";
        return new ApiException(
                422,
                "Invalid",
                subject.qualified() + " \"" + subject.name() + "\" is invalid: " + joined,
                subject,
                causes);
    }

    public static ApiException badRequest(String message) {
        return new ApiException(400, "BadRequest", message, Subject.NONE, List.of());
    }

    public static ApiException forbidden(Subject subject, String detail) {
        return new ApiException(
                403,
                "Forbidden",
                subject.qualified() + " \"" + subject.name() + "\" is forbidden: " + detail,
                subject,
                List.of());
    }

    public static ApiException namespaceTerminating(Subject subject, String namespace) {
        String detail = "unable to create new content in namespace " + namespace + " because it is being terminated";
        return new ApiException(
                403,
                "Forbidden",
                subject.qualified() + " \"" + subject.name() + "\" is forbidden: " + detail,
                subject,
                List.of(new Cause(
                        "NamespaceTerminating",
                        "namespace " + namespace + " is being terminated",
                        "metadata.namespace")));
    }

    public static ApiException expired(String message) {
        return new ApiException(410, "Expired", message, Subject.NONE, List.of());
    }

    public static ApiException tooManyRequests(String message, int retryAfterSeconds, List<Cause> causes) {
        return new ApiException(429, "TooManyRequests", message, Subject.NONE, causes, retryAfterSeconds);
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException(415, "UnsupportedMediaType", message, Subject.NONE, List.of());
    }

    public static ApiException injected(int code, String message) {
        String reason = switch (code) {
            case 409 -> "Conflict";
            case 429 -> "TooManyRequests";
            case 403 -> "Forbidden";
            case 503 -> "ServiceUnavailable";
            case 504 -> "Timeout";
            default -> "InternalError";
        };
        return new ApiException(code, reason, message, Subject.NONE, List.of());
    }

    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** The Status object as it goes over the wire. */
    public ObjectNode status() {
        ObjectNode status = Json.object();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Failure").put("message", String.valueOf(getMessage()));
        putIfNotEmpty(status, "reason", reason);
        ObjectNode details = Json.object();
        putIfNotEmpty(details, "name", subject.name());
        putIfNotEmpty(details, "group", subject.group());
        putIfNotEmpty(details, "kind", subject.kind());
        putIfNotEmpty(details, "uid", subject.uid());
        if (!causes.isEmpty()) {
            ArrayNode list = details.putArray("causes");
            for (Cause cause : causes) {
                ObjectNode entry = list.addObject();
                putIfNotEmpty(entry, "reason", cause.reason());
                putIfNotEmpty(entry, "message", cause.message());
                putIfNotEmpty(entry, "field", cause.field());
            }
        }
        if (retryAfterSeconds > 0) {
            details.put("retryAfterSeconds", retryAfterSeconds);
        }
        if (!details.isEmpty()) {
            status.set("details", details);
        }
        status.put("code", code);
        return status;
    }

    private static void putIfNotEmpty(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}

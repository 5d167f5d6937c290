package io.carestack.sandbox.apiserver.resource;

/** A kind's full name; the core group is "". */
public record GroupVersionKind(String group, String version, String kind) {

    /** As written in an object: {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}

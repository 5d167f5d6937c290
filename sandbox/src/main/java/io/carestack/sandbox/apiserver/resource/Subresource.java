package io.carestack.sandbox.apiserver.resource;

import java.util.List;

/** A subresource such as {@code status}: the kind that goes in and out, and its verbs. */
public record Subresource(String name, GroupVersionKind kind, List<String> verbs) {}

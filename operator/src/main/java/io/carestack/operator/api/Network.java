package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Isolation of a stack on the network. */
public record Network(
        @JsonPropertyDescription(
                "True (default) makes NetworkPolicies that allow exactly the flows that the stack needs.")
        @Nullable
        Boolean policies,

        @Size(max = 8)
        @JsonPropertyDescription(
                "Namespaces, by label, from which the entry point's controller and Prometheus reach the components. Default: every namespace.")
        @Nullable
        List<Map<String, String>> ingressNamespaces,

        @JsonPropertyDescription(
                "True (default) lets components reach any address outside; false only DNS, PostgreSQL, Redis and each other.")
        @Nullable
        Boolean egress) {}

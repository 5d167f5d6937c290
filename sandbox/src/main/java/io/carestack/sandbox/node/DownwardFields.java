package io.carestack.sandbox.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceFieldSelector;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The downward API: a pod's own fields and resources as text. */
final class DownwardFields {
    private static final String SUBSCRIPT = "^metadata\\.(labels|annotations)\\['(.*)']$";

    private DownwardFields() {}

    /** The value of a field path, for a pod whose address and node address are known. */
    static String field(Pod pod, String path, String podAddress, String hostAddress) throws StartRefused {
        var meta = pod.getMetadata();
        if (path.matches(SUBSCRIPT)) {
            Map<String, String> map = path.startsWith("metadata.labels") ? meta.getLabels() : meta.getAnnotations();
            return map.getOrDefault(path.replaceFirst(SUBSCRIPT, "$2"), "");
        }
        return switch (path) {
            case "metadata.name" -> meta.getName();
            case "metadata.namespace" -> meta.getNamespace();
            case "metadata.uid" -> meta.getUid();
            case "metadata.labels" -> lines(meta.getLabels());
            case "metadata.annotations" -> lines(meta.getAnnotations());
            case "spec.nodeName" -> NodeOptions.NAME;
            case "spec.serviceAccountName" ->
                Objects.requireNonNullElse(pod.getSpec().getServiceAccountName(), "default");
            case "status.podIP", "status.podIPs" -> podAddress;
            case "status.hostIP", "status.hostIPs" -> hostAddress;
            default -> throw StartRefused.configuration("unsupported fieldPath: " + path);
        };
    }

    private static String lines(Map<String, String> map) {
        return map.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=\"" + entry.getValue().replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining("\n"));
    }

    /** A container's limit or request in units of the divisor, rounded up; the node's capacity without a limit. */
    static String resource(Container container, ResourceFieldSelector selector, Map<String, Quantity> capacity) {
        String[] words = selector.getResource().split("\\.", 2);
        Map<String, Quantity> amounts = switch (words[0]) {
            case "limits" ->
                container.getResources() == null
                        ? Map.of()
                        : Objects.requireNonNullElse(container.getResources().getLimits(), Map.of());
            default ->
                container.getResources() == null
                        ? Map.of()
                        : Objects.requireNonNullElse(container.getResources().getRequests(), Map.of());
        };
        Quantity fallback =
                words[0].equals("limits") ? capacity.getOrDefault(words[1], new Quantity("0")) : new Quantity("0");
        BigDecimal amount = amounts.getOrDefault(words[1], fallback).getNumericalAmount();
        BigDecimal divisor = Optional.ofNullable(selector.getDivisor())
                .map(Quantity::getNumericalAmount)
                .filter(value -> value.signum() > 0)
                .orElse(BigDecimal.ONE);
        return amount.divide(divisor, 0, RoundingMode.CEILING).toPlainString();
    }
}

package io.carestack.operator.rollout.release;

import io.carestack.operator.app.ComponentTemplates;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.rollout.revision.TemplateReferences;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A release: what the pods of each of its components are made of.
 *
 * @param hash its name
 * @param parts by the name of the component
 */
public record Release(String hash, SortedMap<String, Part> parts) {

    /**
     * One component.
     *
     * @param template its pods in blue, with the names of copies in the place of the user's ConfigMaps and Secrets
     */
    public record Part(PodTemplateSpec template, int progressDeadlineSeconds) {

        /** The pods of one colour. */
        public PodTemplateSpec template(Color color) {
            return Recolor.to(color, template);
        }

        /** Whether requests come to it, through a Service. */
        public boolean hasService() {
            return template.getSpec().getContainers().stream()
                    .flatMap(container -> container.getPorts().stream())
                    .anyMatch(port -> ComponentTemplates.HTTP.equals(port.getName()));
        }
    }

    public Release {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** The component of this name, if the release has it. */
    public Optional<Part> part(String component) {
        return Optional.ofNullable(parts.get(component));
    }

    /** Every ConfigMap and Secret that its pods refer to. */
    public Set<Reference> references() {
        return parts.values().stream()
                .flatMap(part -> TemplateReferences.of(part.template()).stream())
                .collect(Collectors.toSet());
    }
}

package io.carestack.operator.rollout.release;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** The same pods in another colour: their label, and every selector by which they know one another. */
final class Recolor {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private Recolor() {}

    static PodTemplateSpec to(Color color, PodTemplateSpec template) {
        ObjectNode tree = requireNonNull(SERIALIZATION.convertValue(template, ObjectNode.class));
        paint(color, tree);
        return requireNonNull(SERIALIZATION.convertValue(tree, PodTemplateSpec.class));
    }

    private static void paint(Color color, JsonNode node) {
        if (node instanceof ObjectNode object && object.path(Labels.COLOR).isTextual()) {
            object.put(Labels.COLOR, color.label());
        }
        node.forEach(child -> paint(color, child));
    }
}

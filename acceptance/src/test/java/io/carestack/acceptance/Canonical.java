package io.carestack.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.kube.DesiredState;
import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Objects as far as two runs of the same story must agree on them: no uids, versions, times, addresses and random passwords. */
final class Canonical {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final String MASK = "*";

    /** Counted by the Deployment controller, which only a real cluster has. */
    private static final String ROLLOUTS = "deployment.kubernetes.io/revision";

    private Canonical() {}

    /** One object without its status. */
    static JsonNode of(HasMetadata object) {
        ObjectNode tree = SERIALIZATION.convertValue(object, ObjectNode.class);
        tree.remove("status");
        ObjectNode metadata = tree.withObject("metadata");
        metadata.remove(List.of("uid", "resourceVersion", "generation", "creationTimestamp", "managedFields"));
        metadata.path("ownerReferences").forEach(owner -> ((ObjectNode) owner).put("uid", MASK));
        mask(metadata.path("annotations"), DesiredState.HASH);
        mask(metadata.path("annotations"), ROLLOUTS);
        // it counts the directions that releases took
        mask(metadata.path("annotations"), Labels.ROLLOUT);
        mask(tree.at("/spec/template/metadata/annotations"), Labels.CONFIG_CHECKSUM);
        mask(tree.path("spec"), "clusterIP");
        if (tree.path("spec").path("clusterIPs") instanceof ArrayNode addresses) {
            addresses.removeAll().add(MASK);
        }
        if (object.getKind().equals("Secret") && tree.path("data") instanceof ObjectNode data) {
            data.fieldNames().forEachRemaining(key -> data.put(key, MASK));
        }
        return tree;
    }

    /** All of them by kind and name. */
    static Map<String, JsonNode> of(Collection<HasMetadata> objects) {
        Map<String, JsonNode> all = new TreeMap<>();
        objects.forEach(
                object -> all.put(object.getKind() + " " + object.getMetadata().getName(), of(object)));
        return all;
    }

    private static void mask(JsonNode node, String key) {
        if (node instanceof ObjectNode object && object.has(key)) {
            object.put(key, MASK);
        }
    }
}

package io.carestack.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.operator.effective.EffectiveStack;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/** The rules of a stack as Prometheus reads them: what is checked is what is applied. */
record RuleFile(JsonNode groups) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static RuleFile of(EffectiveStack stack) {
        GenericKubernetesResource rule = RuleDesign.of(stack).orElseThrow();
        return new RuleFile(JSON.valueToTree(rule).path("spec").path("groups"));
    }

    List<String> alerts() {
        return groups.findValuesAsText("alert");
    }

    /** The file's content; JSON is YAML too. */
    String content() {
        return JSON.createObjectNode().set("groups", groups).toString();
    }
}

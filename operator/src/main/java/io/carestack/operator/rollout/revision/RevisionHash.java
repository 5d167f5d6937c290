package io.carestack.operator.rollout.revision;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.carestack.operator.app.ComponentReferences;
import io.carestack.operator.app.ComponentTemplates;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.References;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The hash that names a release: 16 hexadecimal digits over its components and over what the user's ConfigMaps and Secrets contain.
 *
 * <p>Sizes are not in it, because a change of them releases nothing; nor are the operator's own connection Secrets, whose passwords both
 * colours need at once. Fields that are not set are not in it either, so that an operator that knows more fields finds the same hash.
 */
public final class RevisionHash {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS))
            .build();

    private RevisionHash() {}

    /** The hash of what the spec describes now, with what is known of its references. */
    public static String of(EffectiveStack stack, References references) {
        Map<String, String> parts = new TreeMap<>();
        for (EffectiveComponent component : stack.components()) {
            String prefix = "component/" + component.name() + "/";
            fields(stack, component)
                    .forEach((name, value) -> json(value).ifPresent(text -> parts.put(prefix + name, text)));
            ComponentReferences.of(stack, component)
                    .users()
                    .forEach(user -> references
                            .hash(user.reference().kind(), user.reference().name())
                            .ifPresent(hash -> parts.put(
                                    user.reference().kind() + "/"
                                            + user.reference().name(),
                                    hash)));
        }
        return ContentHash.of(parts);
    }

    private static Map<String, Object> fields(EffectiveStack stack, EffectiveComponent component) {
        Map<String, Object> fields = new TreeMap<>();
        fields.put("image", component.image());
        component.port().ifPresent(port -> fields.put("port", port));
        component.probes().ifPresent(probes -> fields.put("probes", probes));
        component.metrics().ifPresent(metrics -> fields.put("metrics", metrics.port()));
        fields.put("drain", component.drain().toMillis());
        fields.put("connections", ComponentTemplates.connections(stack, component));
        fields.put("env", component.env());
        fields.put("envFrom", component.envFrom());
        fields.put("resources", component.resources());
        fields.put("volumes", component.volumes());
        fields.put("command", component.command());
        fields.put("args", component.args());
        component.pod().ifPresent(pod -> fields.put("pod", pod));
        return fields;
    }

    private static Optional<String> json(Object value) {
        try {
            String text = JSON.writeValueAsString(value);
            return text.equals("[]") || text.equals("{}") ? Optional.empty() : Optional.of(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON: " + value, e);
        }
    }
}

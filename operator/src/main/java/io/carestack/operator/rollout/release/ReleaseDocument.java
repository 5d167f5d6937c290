package io.carestack.operator.rollout.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.rollout.release.Release.Part;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The immutable ConfigMap that keeps a release, one key for each component. */
public final class ReleaseDocument {
    private static final String TEMPLATE = "template";
    private static final String PROGRESS = "progressDeadlineSeconds";
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private ReleaseDocument() {}

    /** The ConfigMap of a release. */
    public static ConfigMap of(Owner owner, Release release) {
        Map<String, String> data = new TreeMap<>();
        release.parts().forEach((component, part) -> data.put(component, write(part)));
        return new ConfigMapBuilder()
                .withMetadata(owner.child(new Names(owner.name()).release(release.hash()), Labels.RELEASES))
                .editMetadata()
                .addToLabels(Labels.REVISION, release.hash())
                .endMetadata()
                .withData(data)
                .withImmutable(true)
                .build();
    }

    /** The ConfigMap of a release that is kept already: what it keeps stays as it was written, by whichever operator. */
    public static ConfigMap kept(Owner owner, String hash, ConfigMap document) {
        return new ConfigMapBuilder(of(owner, new Release(hash, new TreeMap<>())))
                .withData(document.getData())
                .build();
    }

    /** Whether an object keeps a release. */
    public static boolean isOne(HasMetadata object) {
        return object instanceof ConfigMap
                && object.getMetadata().getLabels() != null
                && Labels.RELEASES.equals(object.getMetadata().getLabels().get(Labels.COMPONENT));
    }

    /** Hash of the release that a ConfigMap keeps. */
    public static String hash(HasMetadata document) {
        return document.getMetadata().getLabels().getOrDefault(Labels.REVISION, "");
    }

    /** The release that a ConfigMap keeps; empty when it cannot be read. */
    public static Optional<Release> read(ConfigMap document) {
        TreeMap<String, Part> parts = new TreeMap<>();
        for (Map.Entry<String, String> entry : Objects.requireNonNullElse(document.getData(), Map.<String, String>of())
                .entrySet()) {
            Optional<Part> part = read(entry.getValue());
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.put(entry.getKey(), part.get());
        }
        return Optional.of(new Release(hash(document), parts));
    }

    private static String write(Part part) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set(TEMPLATE, SERIALIZATION.convertValue(part.template(), ObjectNode.class));
        document.put(PROGRESS, part.progressDeadlineSeconds());
        return SERIALIZATION.asJson(document);
    }

    private static Optional<Part> read(String text) {
        try {
            JsonNode document = SERIALIZATION.unmarshal(text, JsonNode.class);
            PodTemplateSpec template = SERIALIZATION.convertValue(document.get(TEMPLATE), PodTemplateSpec.class);
            return template == null || template.getSpec() == null
                    ? Optional.empty()
                    : Optional.of(new Part(template, document.path(PROGRESS).asInt()));
        } catch (RuntimeException e) {
            // whatever stands there instead: somebody wrote it by hand
            return Optional.empty();
        }
    }
}

package io.carestack.operator.rollout.revision;

import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Immutable copies of the user's ConfigMaps and Secrets, named by what they contain, so that a rollback finds what it was made with.
 *
 * <p>Releases with the same content share a copy.
 */
public final class ConfigCopies {
    /** Value of the component label of copies; the dot keeps it apart from every name of a component. */
    public static final String COMPONENT = "rollout.copy";

    /** Annotation on a copy: the name of its original. */
    public static final String ORIGINAL = "carestack.io/copy-of";

    private ConfigCopies() {}

    /** Name of the copy of an object with this content. */
    public static String name(String stack, Reference original, String contentHash) {
        return stack + "-copy-"
                + ContentHash.of(
                        Map.of("kind", original.kind().name(), "name", original.name(), "content", contentHash));
    }

    /** The copy of a ConfigMap as it is now. */
    public static ConfigMap of(Owner owner, ConfigMap original) {
        String hash = ContentHash.of(original.getData(), original.getBinaryData());
        String name = original.getMetadata().getName();
        return new ConfigMapBuilder()
                .withMetadata(owner.child(name(owner.name(), new Reference(Kind.ConfigMap, name), hash), COMPONENT))
                .editMetadata()
                .addToAnnotations(ORIGINAL, name)
                .endMetadata()
                .withData(original.getData())
                .withBinaryData(original.getBinaryData())
                .withImmutable(true)
                .build();
    }

    /** The copy of a Secret as it is now. */
    public static Secret of(Owner owner, Secret original) {
        String name = original.getMetadata().getName();
        return new SecretBuilder()
                .withMetadata(owner.child(
                        name(owner.name(), new Reference(Kind.Secret, name), ContentHash.of(original.getData())),
                        COMPONENT))
                .editMetadata()
                .addToAnnotations(ORIGINAL, name)
                .endMetadata()
                .withType(original.getType())
                .withData(original.getData())
                .withImmutable(true)
                .build();
    }

    /**
     * The copies that nothing needs any more.
     *
     * @param copies those of one stack
     * @param templates of every Deployment that exists, whatever its size, and of every release that the history offers
     */
    public static List<HasMetadata> garbage(
            Collection<? extends HasMetadata> copies, Collection<PodTemplateSpec> templates) {
        Set<Reference> needed = templates.stream()
                .flatMap(template -> TemplateReferences.of(template).stream())
                .collect(Collectors.toSet());
        return copies.stream()
                .filter(ConfigCopies::isCopy)
                .filter(copy -> !needed.contains(
                        new Reference(kind(copy), copy.getMetadata().getName())))
                .map(HasMetadata.class::cast)
                .toList();
    }

    private static Kind kind(HasMetadata object) {
        return object instanceof Secret ? Kind.Secret : Kind.ConfigMap;
    }

    private static boolean isCopy(HasMetadata object) {
        return object.getMetadata().getLabels() != null
                && COMPONENT.equals(object.getMetadata().getLabels().get(Labels.COMPONENT));
    }
}

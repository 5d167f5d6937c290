package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Optional;

/** A CareStack as owner of its children. */
public record Owner(String namespace, String name, String uid) {
    public static final String API_VERSION = "carestack.io/v1";
    public static final String KIND = "CareStack";

    /** Metadata of a child that goes when the CareStack goes. */
    public ObjectMeta child(String childName, String component) {
        return new ObjectMetaBuilder(retained(childName, component))
                .withOwnerReferences(reference())
                .build();
    }

    /** Metadata of a child that outlives the CareStack: the same labels, but no owner reference. */
    public ObjectMeta retained(String childName, String component) {
        return new ObjectMetaBuilder()
                .withName(childName)
                .withNamespace(namespace)
                .withLabels(Labels.common(name, component))
                .build();
    }

    /** Whether the object is controlled by this very CareStack, and not by an earlier one of the same name. */
    public boolean owns(HasMetadata object) {
        return controller(object).filter(uid::equals).isPresent();
    }

    /** Whether the object is controlled by anything else. */
    public boolean isStranger(HasMetadata object) {
        return controller(object).filter(other -> !uid.equals(other)).isPresent();
    }

    private static Optional<String> controller(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .map(OwnerReference::getUid)
                .findFirst();
    }

    private OwnerReference reference() {
        return new OwnerReferenceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(KIND)
                .withName(name)
                .withUid(uid)
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}

package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;

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

package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Kinds whose whole content is the operator's, and which are made by POST and replaced by PUT: ConfigMaps, Secrets and ServiceAccounts, because they
 * would merge with a stranger's under apply; Deployments, autoscalers, and Services that select a colour, because nothing may be written to them that was not
 * decided on the version that it replaces.
 */
final class ContentObjects {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private ContentObjects() {}

    static boolean isContent(HasMetadata object) {
        return object instanceof ConfigMap
                || object instanceof Secret
                || object instanceof ServiceAccount
                || isVersioned(object);
    }

    /** Whether a version that was not seen must not be replaced. */
    static boolean isVersioned(HasMetadata object) {
        return object instanceof Deployment
                || object instanceof HorizontalPodAutoscaler
                || object instanceof Service service
                        && ColorSelector.of(service).isPresent();
    }

    /** Whether it is applied as a decision of a release, which a version that was not seen must not lose. */
    static boolean isDecided(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && annotations.containsKey(Labels.WEIGHTS);
    }

    static boolean sameStack(HasMetadata existing, HasMetadata desired) {
        return Objects.equals(label(existing, Labels.STACK), label(desired, Labels.STACK))
                && Labels.OPERATOR.equals(label(existing, Labels.MANAGED_BY));
    }

    /** The desired object in place of the existing one: labels and annotations of others are kept, and a change in between is a conflict. */
    static HasMetadata replacement(HasMetadata existing, HasMetadata desired) {
        HasMetadata replacement = SERIALIZATION.clone(desired);
        ObjectMeta metadata = new ObjectMetaBuilder(existing.getMetadata())
                .withLabels(merged(
                        existing.getMetadata().getLabels(),
                        desired.getMetadata().getLabels()))
                .withAnnotations(merged(
                        existing.getMetadata().getAnnotations(),
                        desired.getMetadata().getAnnotations()))
                .withOwnerReferences(desired.getMetadata().getOwnerReferences())
                .build();
        replacement.setMetadata(metadata);
        if (existing instanceof Service before && replacement instanceof Service after) {
            after.setSpec(addressed(before.getSpec(), after.getSpec()));
        }
        return replacement;
    }

    /** What the cluster gave to a Service stays its own: addresses do not change. */
    private static ServiceSpec addressed(ServiceSpec before, ServiceSpec after) {
        return new ServiceSpecBuilder(before)
                .withType(after.getType())
                .withSelector(after.getSelector())
                .withPorts(after.getPorts())
                .build();
    }

    private static Map<String, String> merged(Map<String, String> existing, Map<String, String> desired) {
        Map<String, String> merged = new TreeMap<>(existing == null ? Map.of() : existing);
        merged.putAll(desired == null ? Map.of() : desired);
        return merged;
    }

    private static String label(HasMetadata object, String key) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(key, "");
    }
}

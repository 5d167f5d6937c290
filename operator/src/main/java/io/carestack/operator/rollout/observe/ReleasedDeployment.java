package io.carestack.operator.rollout.observe;

import io.carestack.operator.app.DeploymentDesign;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.DesiredState;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.rollout.release.Release;
import io.carestack.operator.rollout.revision.TemplateReferences;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The Deployments of releases as they shall be.
 *
 * @param connections names of the connection Secrets, which the operator itself makes; a change of one restarts the pods that use it, and releases nothing
 * @param references hashes of what is in them
 */
public record ReleasedDeployment(Owner owner, Set<String> connections, References references) {

    /** The Deployment of a part of a release, without a size; what is not known yet of its connections stays as it was. */
    public Deployment of(
            String component, Color color, String revision, Release.Part part, Optional<Deployment> observed) {
        PodTemplateSpec template = part.template(color);
        checksum(template, observed).ifPresent(hash -> {
            Map<String, String> annotations = new TreeMap<>(
                    template.getMetadata().getAnnotations() == null
                            ? Map.of()
                            : template.getMetadata().getAnnotations());
            annotations.put(Labels.CONFIG_CHECKSUM, hash);
            template.getMetadata().setAnnotations(annotations);
        });
        return DeploymentDesign.of(owner, component, color, revision, template, part.progressDeadlineSeconds());
    }

    /** Whether a Deployment runs something else than its release. */
    public boolean isDrifted(String component, Color color, String revision, Release.Part part, Deployment observed) {
        return !DesiredState.of(of(component, color, revision, part, Optional.of(observed)))
                .isMetBy(observed);
    }

    private Optional<String> checksum(PodTemplateSpec template, Optional<Deployment> observed) {
        Map<String, String> known = new TreeMap<>();
        Set<String> used = new TreeSet<>();
        TemplateReferences.of(template).stream()
                .filter(reference -> reference.kind() == Kind.Secret && connections.contains(reference.name()))
                .forEach(reference -> {
                    used.add(reference.name());
                    references.hash(Kind.Secret, reference.name()).ifPresent(hash -> known.put(reference.name(), hash));
                });
        if (used.isEmpty()) {
            return Optional.empty();
        }
        return known.keySet().equals(used)
                ? Optional.of(ContentHash.of(known))
                : observed.map(found ->
                                found.getSpec().getTemplate().getMetadata().getAnnotations())
                        .map(annotations -> annotations.get(Labels.CONFIG_CHECKSUM));
    }
}

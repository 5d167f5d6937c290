package io.carestack.operator.rollout.revision;

import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The ConfigMaps and Secrets that a pod template names in environments and volumes. */
public final class TemplateReferences {
    private TemplateReferences() {}

    /** All of them. */
    public static Set<Reference> of(PodTemplateSpec template) {
        Set<Reference> found = new LinkedHashSet<>();
        visit(template, reference -> {
            found.add(reference);
            return reference.name();
        });
        return found;
    }

    /** The same template with copies in the place of originals; what has no copy stays. */
    public static PodTemplateSpec replace(PodTemplateSpec template, Map<Reference, String> copies) {
        PodTemplateSpec copy = new PodTemplateSpecBuilder(template).build();
        visit(copy, reference -> copies.getOrDefault(reference, reference.name()));
        return copy;
    }

    /** What becomes of the name of a reference. */
    private interface Names {
        String of(Reference reference);

        default UnaryOperator<String> in(Kind kind) {
            return name -> of(new Reference(kind, name));
        }
    }

    private static void visit(PodTemplateSpec template, Names names) {
        List<Container> containers = new ArrayList<>(template.getSpec().getContainers());
        containers.addAll(template.getSpec().getInitContainers());
        containers.forEach(container -> {
            container.getEnv().stream()
                    .map(EnvVar::getValueFrom)
                    .flatMap(Stream::ofNullable)
                    .forEach(source -> variable(source, names));
            container.getEnvFrom().forEach(source -> source(source, names));
        });
        template.getSpec().getVolumes().forEach(volume -> volume(volume, names));
    }

    private static void variable(EnvVarSource source, Names names) {
        if (source.getSecretKeyRef() != null) {
            source.getSecretKeyRef()
                    .setName(
                            names.in(Kind.Secret).apply(source.getSecretKeyRef().getName()));
        }
        if (source.getConfigMapKeyRef() != null) {
            source.getConfigMapKeyRef()
                    .setName(names.in(Kind.ConfigMap)
                            .apply(source.getConfigMapKeyRef().getName()));
        }
    }

    private static void source(EnvFromSource source, Names names) {
        if (source.getSecretRef() != null) {
            source.getSecretRef()
                    .setName(names.in(Kind.Secret).apply(source.getSecretRef().getName()));
        }
        if (source.getConfigMapRef() != null) {
            source.getConfigMapRef()
                    .setName(names.in(Kind.ConfigMap)
                            .apply(source.getConfigMapRef().getName()));
        }
    }

    private static void volume(Volume volume, Names names) {
        if (volume.getSecret() != null) {
            volume.getSecret()
                    .setSecretName(
                            names.in(Kind.Secret).apply(volume.getSecret().getSecretName()));
        }
        if (volume.getConfigMap() != null) {
            volume.getConfigMap()
                    .setName(
                            names.in(Kind.ConfigMap).apply(volume.getConfigMap().getName()));
        }
    }
}

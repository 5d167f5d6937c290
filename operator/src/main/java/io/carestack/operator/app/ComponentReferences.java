package io.carestack.operator.app;

import io.carestack.operator.api.ComponentVolume;
import io.carestack.operator.api.EnvironmentSource;
import io.carestack.operator.api.EnvironmentVariable;
import io.carestack.operator.api.ObjectReference;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.status.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The Secrets and ConfigMaps that pods of a component need.
 *
 * @param users what the user makes, each with the field that names it
 * @param connections what the operator itself makes for PostgreSQL and Redis
 */
public record ComponentReferences(List<Named> users, List<Reference> connections) {

    /** A reference and the field of the CareStack that holds it. */
    public record Named(String field, Reference reference) {}

    /** Everything that any component of the stack refers to, the operator's own connection Secrets included. */
    public static Set<Reference> of(EffectiveStack stack) {
        Set<Reference> references = new LinkedHashSet<>();
        stack.components()
                .forEach(component -> references.addAll(of(stack, component).all()));
        return references;
    }

    /** What one component refers to. */
    public static ComponentReferences of(EffectiveStack stack, EffectiveComponent component) {
        List<Named> users = new ArrayList<>();
        String path = "spec.components[" + component.index() + "]";
        for (int i = 0; i < component.env().size(); i++) {
            EnvironmentVariable.Source source = component.env().get(i).valueFrom();
            if (source != null) {
                String field = path + ".env[" + i + "].valueFrom";
                add(users, field + ".secretKeyRef", Kind.Secret, source.secretKeyRef());
                add(users, field + ".configMapKeyRef", Kind.ConfigMap, source.configMapKeyRef());
            }
        }
        for (int i = 0; i < component.envFrom().size(); i++) {
            EnvironmentSource source = component.envFrom().get(i);
            add(users, path + ".envFrom[" + i + "].secretRef", Kind.Secret, source.secretRef());
            add(users, path + ".envFrom[" + i + "].configMapRef", Kind.ConfigMap, source.configMapRef());
        }
        for (int i = 0; i < component.volumes().size(); i++) {
            ComponentVolume volume = component.volumes().get(i);
            add(users, path + ".volumes[" + i + "].secret", Kind.Secret, volume.secret());
            add(users, path + ".volumes[" + i + "].configMap", Kind.ConfigMap, volume.configMap());
        }
        List<Reference> connections = new ArrayList<>();
        if (component.connections()) {
            Names names = new Names(stack.name());
            switch (stack.database()) {
                case Database.None none -> {}
                case Database.External external ->
                    users.add(new Named(
                            "spec.postgres.external.secretName", new Reference(Kind.Secret, external.secretName())));
                case Database.Managed managed ->
                    connections.add(new Reference(Kind.Secret, names.postgresConnection()));
            }
            for (EffectiveRedis redis : stack.redis()) {
                connections.add(new Reference(Kind.Secret, names.redisConnection(redis.name())));
            }
        }
        return new ComponentReferences(List.copyOf(users), List.copyOf(connections));
    }

    /** One problem for every reference to something that does not exist. */
    List<Problem> missing(References known, String namespace) {
        return users.stream()
                .filter(user -> known.hash(
                                user.reference().kind(), user.reference().name())
                        .isEmpty())
                .map(user -> new Problem(
                        user.field(),
                        user.reference().kind() + " " + user.reference().name() + " does not exist in namespace "
                                + namespace,
                        "create it or correct the name"))
                .toList();
    }

    /** All references, the user's and the operator's own. */
    List<Reference> all() {
        List<Reference> all =
                new ArrayList<>(users.stream().map(Named::reference).toList());
        all.addAll(connections);
        return all;
    }

    private static void add(List<Named> to, String field, Kind kind, @Nullable ObjectReference reference) {
        if (reference != null) {
            to.add(new Named(field, new Reference(kind, reference.name())));
        }
    }

    private static void add(
            List<Named> to, String field, Kind kind, EnvironmentVariable.@Nullable KeyReference reference) {
        if (reference != null) {
            to.add(new Named(field, new Reference(kind, reference.name())));
        }
    }
}

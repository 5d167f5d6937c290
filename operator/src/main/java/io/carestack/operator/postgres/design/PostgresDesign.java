package io.carestack.operator.postgres.design;

import io.carestack.operator.kube.Children;
import io.carestack.operator.postgres.pooler.PoolerDesign;
import io.carestack.operator.store.VolumeGrowth;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that a managed PostgreSQL is made of in Kubernetes, but its generated credentials. */
public final class PostgresDesign {
    private PostgresDesign() {}

    /** The objects, and the claims that must grow. */
    public static List<HasMetadata> design(
            Shape shape, Children children, ConnectionDetails details, Optional<String> initialize) {
        String set = shape.names().postgres();
        String size = shape.database().storageSize();
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(Scripts.design(shape, initialize));
        objects.addAll(Access.design(shape));
        objects.add(Connection.design(shape, details));
        objects.add(Instances.design(shape, VolumeGrowth.templateSize(children, set, size), initialize));
        objects.addAll(VolumeGrowth.growing(children, set, size));
        shape.database().pooler().ifPresent(pooler -> objects.addAll(PoolerDesign.design(shape, pooler, details)));
        return objects;
    }

    /**
     * The pod that may run {@code initdb}: the first one of a stack that has no identity, no StatefulSet and no volumes yet. Once granted, it stays
     * granted until the identity is recorded, because the StatefulSet carries it in the same write that makes the volumes.
     */
    public static Optional<String> initialize(Shape shape, Children children, boolean identified) {
        if (identified) {
            return Optional.empty();
        }
        String name = shape.names().postgres();
        Optional<StatefulSet> set = children.find(StatefulSet.class, name);
        Optional<String> granted = set.map(found -> found.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Instances.INITIALIZE))
                .or(() -> children.find(ConfigMap.class, name)
                        .map(ConfigMap::getData)
                        .map(data -> data.get(Scripts.INITIALIZE)));
        boolean empty = set.isEmpty() && VolumeGrowth.claims(children, name).isEmpty();
        return granted.or(() -> empty ? Optional.of(shape.instance(0)) : Optional.empty());
    }
}

package io.carestack.operator.postgres.design;

import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Services, identity and disruption budget of the instances. */
public final class Access {
    /** Value of the role label of the pod that takes writes. */
    public static final String PRIMARY = "primary";

    /** Value of the role label of a pod that follows the primary. */
    public static final String REPLICA = "replica";

    private Access() {}

    /** Headless Service, read-write, read-only and any-instance Services, ServiceAccount and, with several instances, a budget. */
    public static List<HasMetadata> design(Shape shape) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(account(shape));
        objects.add(headless(shape));
        objects.add(readWrite(shape));
        objects.add(service(shape, shape.names().postgresReadOnly(), Map.of(Labels.ROLE, REPLICA)));
        objects.add(service(shape, shape.names().postgresRead(), Map.of()));
        if (shape.database().instances() > 1) {
            objects.add(budget(shape));
        }
        return objects;
    }

    /** One without any permission, and without a token in the pods. */
    private static ServiceAccount account(Shape shape) {
        return new ServiceAccountBuilder()
                .withMetadata(shape.owner().child(shape.names().postgres(), Shape.COMPONENT))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    private static Service headless(Shape shape) {
        return new ServiceBuilder(service(shape, shape.names().postgres(), Map.of()))
                .editSpec()
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build();
    }

    /** The label alone says who takes writes: a pod whose exporter has ended, which is not ready then, goes on taking them. */
    private static Service readWrite(Shape shape) {
        return new ServiceBuilder(service(shape, shape.names().postgresReadWrite(), Map.of(Labels.ROLE, PRIMARY)))
                .editSpec()
                .withPublishNotReadyAddresses(true)
                .endSpec()
                .build();
    }

    private static Service service(Shape shape, String name, Map<String, String> role) {
        Map<String, String> selector = new TreeMap<>(shape.selector());
        selector.putAll(role);
        return new ServiceBuilder()
                .withMetadata(shape.owner().child(name, Shape.COMPONENT))
                .withNewSpec()
                .withSelector(selector)
                .withPorts(new ServicePortBuilder()
                        .withName("postgres")
                        .withPort(Shape.PORT)
                        .withNewTargetPort("postgres")
                        .build())
                .endSpec()
                .build();
    }

    private static PodDisruptionBudget budget(Shape shape) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(shape.owner().child(shape.names().postgres(), Shape.COMPONENT))
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withNewSelector()
                .withMatchLabels(shape.selector())
                .endSelector()
                .endSpec()
                .build();
    }
}

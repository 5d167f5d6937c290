package io.carestack.acceptance.bench;

import static java.util.Objects.requireNonNull;

import io.carestack.operator.kube.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the same children cost without any operator: server-side applies from one client in a bare loop. */
record Baseline(KubernetesClient client, String namespace, List<HasMetadata> children) {
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("bench")
            .build();

    /** The time of one set of children, in milliseconds, one apply after the other. */
    double sequential(int round) {
        long start = System.nanoTime();
        copies("s" + round).forEach(this::apply);
        return (System.nanoTime() - start) / 1e6;
    }

    /** The same, eight at a time, as the operator does it. */
    double parallel(int round) throws Exception {
        List<HasMetadata> copies = copies("p" + round);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> futures = new ArrayList<>();
            copies.forEach(copy -> futures.add(threads.submit(() -> apply(copy))));
            for (Future<?> future : futures) {
                future.get();
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private void apply(HasMetadata copy) {
        requireNonNull(client.resource(copy).patch(APPLY));
    }

    /** The children under other names, without the label that the operator watches and without what the server put in. */
    private List<HasMetadata> copies(String suffix) {
        List<HasMetadata> copies = new ArrayList<>();
        for (HasMetadata child : children) {
            HasMetadata copy = Serialization.clone(child);
            copy.setMetadata(new ObjectMetaBuilder()
                    .withNamespace(namespace)
                    .withName("bare-" + suffix + "-" + child.getMetadata().getName())
                    .withLabels(Map.of(Labels.MANAGED_BY, "bench"))
                    .withAnnotations(child.getMetadata().getAnnotations())
                    .build());
            if (copy instanceof Service service
                    && !"None".equals(service.getSpec().getClusterIP())) {
                service.getSpec().setClusterIP(null);
                service.getSpec().setClusterIPs(null);
            }
            copies.add(copy);
        }
        return copies;
    }
}

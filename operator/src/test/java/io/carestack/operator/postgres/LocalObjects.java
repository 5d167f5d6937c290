package io.carestack.operator.postgres;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;

/** What a cluster has for the instances of a {@link LocalStack}. */
final class LocalObjects {
    private LocalObjects() {}

    /** The names of all instances, as a hosts file. */
    static String hosts(String network) {
        StringBuilder hosts = new StringBuilder("127.0.0.1 localhost\n");
        for (int ordinal = 0; ordinal < 9; ordinal++) {
            hosts.append("%s%d notes-postgres-%d.notes-postgres.care.svc\n".formatted(network, ordinal + 1, ordinal));
        }
        return hosts.toString();
    }

    /** The claim of an instance. */
    static HasMetadata claim(String name) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data-" + name)
                .withNamespace("care")
                .endMetadata()
                .withNewSpec()
                .withNewResources()
                .addToRequests("storage", new Quantity("10Gi"))
                .endResources()
                .endSpec()
                .build();
    }
}

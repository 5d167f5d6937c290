package io.carestack.operator.effective;

import io.carestack.operator.api.PodSettings;
import io.carestack.operator.api.Redis.Role;
import java.util.Optional;

/**
 * One Redis instance with every default filled in.
 *
 * @param maxMemoryBytes memory for data
 * @param persistence present when the append-only file is kept on a volume
 * @param credentialsSecret the user's Secret with the key {@code password}; empty for a generated one
 */
public record EffectiveRedis(
        int index,
        String name,
        String image,
        Role role,
        long maxMemoryBytes,
        Optional<Volume> persistence,
        EffectiveResources resources,
        Optional<PodSettings> pod,
        Optional<String> credentialsSecret) {

    /** Volume of the append-only file; no class means the cluster's default class. */
    public record Volume(String size, Optional<String> storageClass) {}
}

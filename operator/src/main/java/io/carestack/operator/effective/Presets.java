package io.carestack.operator.effective;

import io.carestack.operator.api.StackSize;

/**
 * What a size means.
 *
 * @param maxReplicas above {@code minReplicas} where the preset scales automatically
 */
record Presets(
        int minReplicas,
        int maxReplicas,
        EffectiveResources component,
        int postgresInstances,
        EffectiveResources postgres,
        String postgresStorage,
        EffectiveResources redis) {

    static Presets of(StackSize size) {
        return switch (size) {
            case SMALL ->
                new Presets(
                        2,
                        2,
                        new EffectiveResources("250m", "256Mi", "1", "1Gi"),
                        2,
                        new EffectiveResources("250m", "512Mi", "1", "1Gi"),
                        "5Gi",
                        new EffectiveResources("100m", "128Mi", "500m", "256Mi"));
            case MEDIUM ->
                new Presets(
                        3,
                        3,
                        new EffectiveResources("500m", "512Mi", "2", "2Gi"),
                        3,
                        new EffectiveResources("500m", "1Gi", "2", "4Gi"),
                        "10Gi",
                        new EffectiveResources("250m", "256Mi", "1", "1Gi"));
            case LARGE ->
                new Presets(
                        5,
                        10,
                        new EffectiveResources("1", "1Gi", "4", "4Gi"),
                        3,
                        new EffectiveResources("2", "4Gi", "4", "8Gi"),
                        "100Gi",
                        new EffectiveResources("500m", "1Gi", "2", "2Gi"));
        };
    }
}

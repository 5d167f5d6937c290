package io.carestack.operator.effective;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;

/** CPU and memory of a container as Kubernetes quantities, for example {@code 500m} and {@code 1Gi}. */
public record EffectiveResources(String cpuRequest, String memoryRequest, String cpuLimit, String memoryLimit) {

    /** The same as a container's {@code resources}, in canonical form. */
    public ResourceRequirements toRequirements() {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(Quantities.canonical(cpuRequest)))
                .addToRequests("memory", new Quantity(Quantities.canonical(memoryRequest)))
                .addToLimits("cpu", new Quantity(Quantities.canonical(cpuLimit)))
                .addToLimits("memory", new Quantity(Quantities.canonical(memoryLimit)))
                .build();
    }
}

package io.carestack.sandbox.network;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which endpoints of a Service's slices get traffic and names. */
public final class Endpoints {
    static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private Endpoints() {}

    /** Whether the slice belongs to the Service. */
    public static boolean belongs(EndpointSlice slice, Service service) {
        return slice.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())
                && service.getMetadata()
                        .getName()
                        .equals(slice.getMetadata().getLabels().get(SERVICE_LABEL));
    }

    /** The slice's endpoints; the API writes null for none. */
    static List<Endpoint> endpoints(EndpointSlice slice) {
        return Objects.requireNonNullElse(slice.getEndpoints(), List.of());
    }

    /** The backends of one port: the ready endpoints, or those that still serve while they end if there are none. */
    public static List<Backend> backends(ServicePort port, List<EndpointSlice> slices) {
        List<Backend> ready = new ArrayList<>();
        List<Backend> ending = new ArrayList<>();
        for (EndpointSlice slice : slices) {
            Integer number = port(port, slice);
            if (number == null) {
                continue;
            }
            for (Endpoint endpoint : endpoints(slice)) {
                if (isReady(endpoint)) {
                    endpoint.getAddresses().forEach(address -> ready.add(new Backend(address, number)));
                } else if (isServingWhileTerminating(endpoint)) {
                    endpoint.getAddresses().forEach(address -> ending.add(new Backend(address, number)));
                }
            }
        }
        return ready.isEmpty() ? ending : ready;
    }

    private static @Nullable Integer port(ServicePort port, EndpointSlice slice) {
        String wanted = Objects.requireNonNullElse(port.getName(), "");
        for (EndpointPort candidate : Objects.requireNonNullElse(slice.getPorts(), List.<EndpointPort>of())) {
            if (wanted.equals(Objects.requireNonNullElse(candidate.getName(), ""))) {
                return candidate.getPort();
            }
        }
        return null;
    }

    static boolean isReady(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static boolean isServingWhileTerminating(Endpoint endpoint) {
        return Boolean.TRUE.equals(endpoint.getConditions().getTerminating())
                && Boolean.TRUE.equals(endpoint.getConditions().getServing());
    }
}

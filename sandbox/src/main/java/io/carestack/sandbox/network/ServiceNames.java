package io.carestack.sandbox.network;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The cluster's DNS as lines of a hosts file, seen from one namespace. */
public final class ServiceNames {
    private static final String DOMAIN = "svc.cluster.local";

    private ServiceNames() {}

    /** One line per name and address; short forms only for the viewer's own namespace. */
    public static String hosts(String viewer, Collection<Service> services, Collection<EndpointSlice> slices) {
        List<Service> sorted = services.stream()
                .sorted(Comparator.comparing((Service s) -> s.getMetadata().getNamespace())
                        .thenComparing(s -> s.getMetadata().getName()))
                .toList();
        List<String> lines = new ArrayList<>();
        for (Service service : sorted) {
            String address = service.getSpec().getClusterIP();
            if ("None".equals(address)) {
                lines.addAll(headless(viewer, service, slices));
            } else if (address != null && !address.isEmpty()) {
                lines.add(address + " " + forms(viewer, service, ""));
            }
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static TreeSet<String> headless(String viewer, Service service, Collection<EndpointSlice> slices) {
        TreeSet<String> lines = new TreeSet<>();
        for (EndpointSlice slice : slices) {
            if (!Endpoints.belongs(slice, service)) {
                continue;
            }
            for (Endpoint endpoint : Endpoints.endpoints(slice)) {
                if (!Endpoints.isReady(endpoint)) {
                    continue;
                }
                for (String address : endpoint.getAddresses()) {
                    String pod = endpoint.getHostname() == null
                            ? ""
                            : " " + forms(viewer, service, endpoint.getHostname() + ".");
                    lines.add(address + pod + " " + forms(viewer, service, ""));
                }
            }
        }
        return lines;
    }

    private static String forms(String viewer, Service service, String prefix) {
        String name = prefix + service.getMetadata().getName();
        String namespace = service.getMetadata().getNamespace();
        String everywhere = "%1$s.%2$s.%3$s %1$s.%2$s %1$s.%2$s.svc".formatted(name, namespace, DOMAIN);
        return viewer.equals(namespace) ? everywhere + " " + name : everywhere;
    }
}

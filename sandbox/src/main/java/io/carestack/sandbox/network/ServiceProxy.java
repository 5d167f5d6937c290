package io.carestack.sandbox.network;

import io.carestack.sandbox.machinery.Cluster;
import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** Keeps a TCP proxy on every port of every cluster IP, as kube-proxy does. */
public final class ServiceProxy implements AutoCloseable {
    private record Front(String address, int port) {}

    private final Cluster cluster;
    private final String source;
    private final ControlLoop loop;
    private final Map<Key, Map<Front, PortProxy>> proxies = new ConcurrentHashMap<>();

    public ServiceProxy(Cluster cluster, Addresses addresses, ScheduledExecutorService timer) {
        this.cluster = cluster;
        this.source = addresses.proxy();
        this.loop = new ControlLoop("service-proxy", timer, this::sync);
        cluster.watch(Service.class, service -> loop.add(Key.of(service)));
        cluster.watch(
                EndpointSlice.class,
                slice -> Optional.ofNullable(slice.getMetadata().getLabels().get(Endpoints.SERVICE_LABEL))
                        .ifPresent(name -> loop.add(new Key(slice.getMetadata().getNamespace(), name))));
    }

    private Optional<Duration> sync(Key key) throws IOException {
        Map<Front, PortProxy> current = proxies.computeIfAbsent(key, k -> new ConcurrentHashMap<>());
        Set<Front> wanted = new HashSet<>();
        Optional<Service> service = cluster.get(Service.class, key);
        if (service.isPresent() && hasAddress(service.get())) {
            List<EndpointSlice> slices = cluster.list(EndpointSlice.class, key.namespace()).stream()
                    .filter(slice -> Endpoints.belongs(slice, service.get()))
                    .toList();
            for (ServicePort port : service.get().getSpec().getPorts()) {
                if (!"TCP".equals(Objects.requireNonNullElse(port.getProtocol(), "TCP"))) {
                    continue;
                }
                Front front = new Front(service.get().getSpec().getClusterIP(), port.getPort());
                wanted.add(front);
                current.computeIfAbsent(front, f -> new PortProxy(f.address(), f.port(), source))
                        .backends(Endpoints.backends(port, slices));
            }
        }
        for (Front front : Set.copyOf(current.keySet())) {
            PortProxy proxy = wanted.contains(front) ? null : current.remove(front);
            if (proxy != null) {
                proxy.close();
            }
        }
        return Optional.empty();
    }

    private static boolean hasAddress(Service service) {
        String address = service.getSpec().getClusterIP();
        return address != null && !address.isEmpty() && !"None".equals(address);
    }

    @Override
    public void close() throws IOException {
        loop.close();
        for (Map<Front, PortProxy> fronts : proxies.values()) {
            for (PortProxy proxy : fronts.values()) {
                proxy.close();
            }
        }
    }
}

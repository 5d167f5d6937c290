package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.ControlLoop;
import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Publishes the pods behind each Service that has a selector; one slice for each set of resolved ports. */
final class EndpointSliceController implements AutoCloseable {
    private static final String SERVICE = "kubernetes.io/service-name";
    private static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    private static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String HEADLESS = "service.kubernetes.io/headless";

    private final Context context;
    private final ControlLoop loop;
    private final Hashes hashes = new Hashes();

    EndpointSliceController(Context context) {
        this.context = context;
        this.loop = context.loop("endpointslice", this::sync);
        context.cluster().watch(Service.class, service -> loop.add(Key.of(service)));
        context.cluster()
                .watch(
                        Pod.class,
                        pod -> context
                                .cluster()
                                .list(Service.class, pod.getMetadata().getNamespace())
                                .stream()
                                .filter(service -> selects(service, pod) || publishes(service, pod))
                                .forEach(service -> loop.add(Key.of(service))));
        context.cluster()
                .watch(
                        EndpointSlice.class,
                        slice -> Optional.ofNullable(
                                        slice.getMetadata().getLabels().get(SERVICE))
                                .ifPresent(name ->
                                        loop.add(new Key(slice.getMetadata().getNamespace(), name))));
    }

    private static boolean selects(Service service, Pod pod) {
        Map<String, String> selector =
                Objects.requireNonNullElse(service.getSpec().getSelector(), Map.of());
        return !selector.isEmpty() && pod.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
    }

    /** Whether the Service's slices still hold a pod whose labels may have changed. */
    private boolean publishes(Service service, Pod pod) {
        return slices(service).stream()
                .flatMap(slice -> Objects.requireNonNullElse(slice.getEndpoints(), List.<Endpoint>of()).stream())
                .anyMatch(endpoint -> endpoint.getTargetRef() != null
                        && pod.getMetadata()
                                .getName()
                                .equals(endpoint.getTargetRef().getName()));
    }

    private List<EndpointSlice> slices(Service service) {
        return context.cluster().list(EndpointSlice.class, service.getMetadata().getNamespace()).stream()
                .filter(slice -> service.getMetadata()
                        .getName()
                        .equals(slice.getMetadata().getLabels().get(SERVICE)))
                .filter(slice -> MANAGER.equals(slice.getMetadata().getLabels().get(MANAGED_BY)))
                .toList();
    }

    private Optional<Duration> sync(Key key) {
        Optional<Service> found = context.cluster().get(Service.class, key);
        if (found.isEmpty()
                || Owners.isBeingDeleted(found.get())
                || Objects.requireNonNullElse(found.get().getSpec().getSelector(), Map.of())
                        .isEmpty()) {
            return Optional.empty();
        }
        Service service = found.get();
        Map<List<EndpointPort>, List<Endpoint>> groups = new LinkedHashMap<>();
        context.cluster().list(Pod.class, key.namespace()).stream()
                .filter(pod -> selects(service, pod)
                        && !Pods.isFinished(pod)
                        && pod.getStatus().getPodIP() != null)
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .forEach(pod -> groups.computeIfAbsent(ports(service, pod), p -> new ArrayList<>())
                        .add(endpoint(service, pod)));
        if (groups.isEmpty()) {
            groups.put(List.of(), List.of());
        }
        Map<String, EndpointSlice> existing = new LinkedHashMap<>();
        slices(service).forEach(slice -> existing.put(slice.getMetadata().getName(), slice));
        groups.forEach((ports, endpoints) -> {
            EndpointSlice wanted = slice(service, ports, endpoints);
            write(
                    wanted,
                    Optional.ofNullable(existing.remove(wanted.getMetadata().getName())));
        });
        existing.values().forEach(slice -> context.client().resource(slice).delete());
        return Optional.empty();
    }

    private void write(EndpointSlice wanted, Optional<EndpointSlice> existing) {
        if (existing.isEmpty()) {
            context.client().resource(wanted).create();
            return;
        }
        EndpointSlice before = existing.get();
        boolean same = Objects.requireNonNullElse(before.getEndpoints(), List.of())
                        .equals(wanted.getEndpoints())
                && Objects.requireNonNullElse(before.getPorts(), List.of()).equals(wanted.getPorts())
                && before.getMetadata().getLabels().equals(wanted.getMetadata().getLabels());
        if (!same) {
            context.client()
                    .resource(new EndpointSliceBuilder(before)
                            .editMetadata()
                            .withLabels(wanted.getMetadata().getLabels())
                            .endMetadata()
                            .withEndpoints(wanted.getEndpoints())
                            .withPorts(wanted.getPorts())
                            .build())
                    .update();
        }
    }

    private EndpointSlice slice(Service service, List<EndpointPort> ports, List<Endpoint> endpoints) {
        String suffix =
                hashes.of(List.of(service.getMetadata().getUid(), ports)).substring(0, 5);
        EndpointSliceBuilder slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service.getMetadata().getName() + "-" + suffix)
                .withNamespace(service.getMetadata().getNamespace())
                .withOwnerReferences(Owners.reference(service))
                .addToLabels(Objects.requireNonNullElse(service.getMetadata().getLabels(), Map.of()))
                .addToLabels(SERVICE, service.getMetadata().getName())
                .addToLabels(MANAGED_BY, MANAGER)
                .endMetadata()
                .withAddressType("IPv4")
                .withPorts(ports)
                .withEndpoints(endpoints);
        if ("None".equals(service.getSpec().getClusterIP())) {
            slice.editMetadata().addToLabels(HEADLESS, "").endMetadata();
        }
        return slice.build();
    }

    private static Endpoint endpoint(Service service, Pod pod) {
        boolean ready = Pods.isReady(pod);
        boolean terminating = Owners.isBeingDeleted(pod);
        boolean always = Boolean.TRUE.equals(service.getSpec().getPublishNotReadyAddresses());
        boolean named = pod.getSpec().getHostname() != null
                && service.getMetadata().getName().equals(pod.getSpec().getSubdomain());
        return new EndpointBuilder()
                .withAddresses(pod.getStatus().getPodIP())
                .withHostname(named ? pod.getSpec().getHostname() : null)
                .withNodeName(pod.getSpec().getNodeName())
                .withTargetRef(new ObjectReferenceBuilder()
                        .withKind("Pod")
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .withNewConditions()
                .withReady(always || (ready && !terminating))
                .withServing(ready)
                .withTerminating(terminating)
                .endConditions()
                .build();
    }

    private static List<EndpointPort> ports(Service service, Pod pod) {
        List<EndpointPort> ports = new ArrayList<>();
        for (ServicePort port : service.getSpec().getPorts()) {
            resolve(port, pod)
                    .ifPresent(number -> ports.add(new EndpointPortBuilder()
                            .withName(Objects.requireNonNullElse(port.getName(), ""))
                            .withPort(number)
                            .withProtocol(Objects.requireNonNullElse(port.getProtocol(), "TCP"))
                            .withAppProtocol(port.getAppProtocol())
                            .build()));
        }
        return ports;
    }

    private static Optional<Integer> resolve(ServicePort port, Pod pod) {
        var target = port.getTargetPort();
        if (target == null || (target.getStrVal() == null && Integer.valueOf(0).equals(target.getIntVal()))) {
            return Optional.of(port.getPort());
        }
        if (target.getStrVal() == null) {
            return Optional.ofNullable(target.getIntVal());
        }
        return pod.getSpec().getContainers().stream()
                .map(Container::getPorts)
                .flatMap(List::stream)
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    @Override
    public void close() {
        loop.close();
    }
}

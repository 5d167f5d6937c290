package io.carestack.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceNamesTest {
    private static final ServicePort PORT =
            new ServicePortBuilder().withPort(80).build();

    private static Service service(String name, String address) {
        return new ServiceBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withClusterIP(address)
                .withPorts(PORT)
                .endSpec()
                .build();
    }

    private static EndpointBuilder endpoint(String address, boolean ready, boolean serving, boolean terminating) {
        return new EndpointBuilder()
                .withAddresses(address)
                .withNewConditions()
                .withReady(ready)
                .withServing(serving)
                .withTerminating(terminating)
                .endConditions();
    }

    private static EndpointSlice slice(String service, EndpointBuilder... endpoints) {
        return new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service + "-x")
                .withNamespace("shop")
                .addToLabels(Endpoints.SERVICE_LABEL, service)
                .endMetadata()
                .addNewPort()
                .withName("")
                .withPort(8080)
                .endPort()
                .withEndpoints(
                        List.of(endpoints).stream().map(EndpointBuilder::build).toList())
                .build();
    }

    @Test
    void shortNamesAreForTheirOwnNamespace() {
        List<Service> services = List.of(service("web", "10.1.0.5"));

        assertThat(ServiceNames.hosts("shop", services, List.of()))
                .isEqualTo("10.1.0.5 web.shop.svc.cluster.local web.shop web.shop.svc web\n");
        assertThat(ServiceNames.hosts("bank", services, List.of()))
                .isEqualTo("10.1.0.5 web.shop.svc.cluster.local web.shop web.shop.svc\n");
    }

    @Test
    void aHeadlessServiceNamesItsReadyPods() {
        EndpointSlice slice = slice(
                "db",
                endpoint("10.0.0.1", true, true, false).withHostname("db-0"),
                endpoint("10.0.0.2", false, false, false).withHostname("db-1"));

        assertThat(ServiceNames.hosts("bank", List.of(service("db", "None")), List.of(slice)))
                .isEqualTo("10.0.0.1 db-0.db.shop.svc.cluster.local db-0.db.shop db-0.db.shop.svc"
                        + " db.shop.svc.cluster.local db.shop db.shop.svc\n");
    }

    @Test
    void trafficGoesToReadyEndpointsAndElseToThoseThatServeWhileTheyEnd() {
        EndpointBuilder ready = endpoint("10.0.0.1", true, true, false);
        EndpointBuilder ending = endpoint("10.0.0.2", false, true, true);
        EndpointBuilder broken = endpoint("10.0.0.3", false, false, false);

        assertThat(Endpoints.backends(PORT, List.of(slice("web", ready, ending, broken))))
                .containsExactly(new Backend("10.0.0.1", 8080));
        assertThat(Endpoints.backends(PORT, List.of(slice("web", ending, broken))))
                .containsExactly(new Backend("10.0.0.2", 8080));
        assertThat(Endpoints.backends(PORT, List.of(slice("web", broken)))).isEmpty();
    }
}

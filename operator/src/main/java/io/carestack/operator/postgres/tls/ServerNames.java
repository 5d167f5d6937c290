package io.carestack.operator.postgres.tls;

import io.carestack.operator.postgres.design.Shape;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Host names under which clients reach the servers of a stack. */
final class ServerNames {
    /** Where Kubernetes keeps the names of Services unless somebody configured another domain. */
    private static final String CLUSTER_DOMAIN = ".cluster.local";

    private ServerNames() {}

    /** Every form of every name, for a certificate of the stack's own. */
    static Set<String> all(Shape shape) {
        Set<String> names = new TreeSet<>();
        services(shape, true).forEach(service -> names.addAll(forms(shape, service)));
        names.addAll(forms(shape, "*." + shape.names().postgres()));
        return names;
    }

    /** The names that the operator writes into connection Secrets and replicas verify: the least that a certificate must have. */
    static Set<String> used(Shape shape) {
        Set<String> hosts = new TreeSet<>();
        services(shape, shape.database().pooler().isPresent())
                .map(shape::service)
                .forEach(hosts::add);
        IntStream.range(0, shape.replicas())
                .mapToObj(ordinal -> shape.host(shape.instance(ordinal)))
                .forEach(hosts::add);
        return hosts;
    }

    private static Stream<String> services(Shape shape, boolean pooler) {
        return Stream.concat(
                Stream.of(
                        shape.names().postgresReadWrite(),
                        shape.names().postgresReadOnly(),
                        shape.names().postgresRead()),
                pooler ? Stream.of(shape.names().pooler()) : Stream.empty());
    }

    private static List<String> forms(Shape shape, String service) {
        String whole = shape.service(service);
        return List.of(service, service + "." + shape.stack().namespace(), whole, whole + CLUSTER_DOMAIN);
    }
}

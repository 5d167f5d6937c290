package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The way in through Traefik, with the entry points {@code web} and {@code websecure} of its chart.
 *
 * @param middlewares whether the kind Middleware is installed
 */
record TraefikDesign(EntrySettings settings, boolean middlewares) {
    private static final String PREFIX = "traefik.ingress.kubernetes.io/router.";
    private static final String NO_SETTING =
            "Traefik takes it from the Service or from a kind of its own, not from an Ingress";

    List<HasMetadata> objects() {
        String name = settings.names().entry();
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(IngressDesign.of(
                settings,
                name,
                annotations(settings.tls() ? "websecure" : "web", names(false)),
                settings.tls(),
                target -> !target.webSocket()));
        if (settings.hasWebSockets()) {
            objects.add(IngressDesign.of(
                    settings,
                    name + "-websocket",
                    annotations(settings.tls() ? "websecure" : "web", names(true)),
                    settings.tls(),
                    EntryTarget::webSocket));
        }
        if (settings.tls() && settings.redirects() && middlewares) {
            objects.add(IngressDesign.of(
                    settings,
                    name + "-redirect",
                    annotations("web", List.of(TraefikMiddlewares.REDIRECT)),
                    false,
                    target -> true));
        } else if (settings.tls() && !settings.redirects()) {
            objects.add(IngressDesign.of(
                    settings, name + "-http", annotations("web", names(false)), false, target -> true));
        }
        if (middlewares) {
            objects.addAll(new TraefikMiddlewares(settings).objects());
        }
        return objects;
    }

    List<Unexpressed> unexpressed() {
        List<Unexpressed> unexpressed = new ArrayList<>();
        Entry entry = settings.entry();
        if (!middlewares) {
            String why = "needs the kind Middleware (traefik.io/v1alpha1), which is not installed";
            new TraefikMiddlewares(settings).fields().forEach(field -> unexpressed.add(new Unexpressed(field, why)));
        }
        if (!settings.tls() && settings.redirects()) {
            unexpressed.add(new Unexpressed("spec.entry.redirectToHttps", "there is no https without spec.entry.tls"));
        }
        if (entry.rateLimit() != null
                && entry.rateLimit().burst() != null
                && entry.rateLimit().requestsPerSecond() == null) {
            unexpressed.add(new Unexpressed(
                    "spec.entry.rateLimit.burst", "means nothing without requestsPerSecond; set that too"));
        }
        settings.requestTimeout()
                .ifPresent(limit -> unexpressed.add(new Unexpressed("spec.entry.timeouts.request", NO_SETTING)));
        settings.connectTimeout()
                .ifPresent(limit -> unexpressed.add(new Unexpressed("spec.entry.timeouts.connect", NO_SETTING)));
        if (entry.affinity() != null) {
            unexpressed.add(new Unexpressed("spec.entry.affinity", NO_SETTING));
        }
        if (settings.wantsLeastConnections()) {
            unexpressed.add(new Unexpressed(
                    "spec.entry.loadBalancing", "Traefik spreads requests of an Ingress evenly (RoundRobin)"));
        }
        return unexpressed;
    }

    private List<String> names(boolean webSocket) {
        return middlewares
                ? new TraefikMiddlewares(settings)
                        .specs(webSocket).keySet().stream().toList()
                : List.of();
    }

    private Map<String, String> annotations(String entryPoint, List<String> middlewareNames) {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(PREFIX + "entrypoints", entryPoint);
        if (entryPoint.equals("websecure")) {
            annotations.put(PREFIX + "tls", "true");
        }
        if (!middlewareNames.isEmpty()) {
            annotations.put(
                    PREFIX + "middlewares",
                    middlewareNames.stream()
                            .map(name -> settings.stack().namespace() + "-"
                                    + settings.names().entry() + "-" + name + "@kubernetescrd")
                            .collect(Collectors.joining(",")));
        }
        return annotations;
    }
}

package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.OptionalKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The way in through a Gateway: one HTTPRoute per host, and one that redirects to https. */
record GatewayDesign(EntrySettings settings, Optional<Weights> weights) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MOST_HEADERS = 16;
    private static final String NO_STANDARD =
            "the standard HTTPRoute has no such setting; use a policy of the Gateway's implementation";

    List<HasMetadata> objects() {
        List<HasMetadata> objects = new ArrayList<>();
        List<String> hosts = EntryTarget.hosts(settings.targets());
        for (int i = 0; i < hosts.size(); i++) {
            String name = settings.names().entry() + (i == 0 ? "" : "-" + (i + 1));
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("parentRefs", List.of(settings.redirects() ? parent(HTTPS) : parent()));
            spec.put("hostnames", List.of(hosts.get(i)));
            spec.put("rules", rules(hosts.get(i)));
            objects.add(decided(route(name, spec)));
        }
        if (settings.redirects()) {
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("parentRefs", List.of(gateway(HTTP)));
            spec.put("hostnames", hosts);
            spec.put(
                    "rules",
                    List.of(Map.of(
                            "filters",
                            List.of(Map.of(
                                    "type",
                                    "RequestRedirect",
                                    "requestRedirect",
                                    Map.of("scheme", "https", "statusCode", 301))))));
            objects.add(route(settings.names().entry() + "-redirect", spec));
        }
        return objects;
    }

    List<Unexpressed> unexpressed() {
        List<Unexpressed> unexpressed = new ArrayList<>();
        Entry entry = settings.entry();
        if (entry.tls() != null) {
            unexpressed.add(new Unexpressed(
                    "spec.entry.tls",
                    "the certificate belongs to the Gateway; name Secret " + settings.tlsSecret()
                            + " in its https listener"));
        }
        if (entry.loadBalancing() != null) {
            unexpressed.add(new Unexpressed("spec.entry.loadBalancing", NO_STANDARD));
        }
        if (entry.rateLimit() != null) {
            unexpressed.add(new Unexpressed("spec.entry.rateLimit", NO_STANDARD));
        }
        if (entry.maxBodySize() != null) {
            unexpressed.add(new Unexpressed("spec.entry.maxBodySize", NO_STANDARD));
        }
        settings.connectTimeout()
                .ifPresent(limit -> unexpressed.add(new Unexpressed("spec.entry.timeouts.connect", NO_STANDARD)));
        if (entry.affinity() != null) {
            unexpressed.add(new Unexpressed("spec.entry.affinity", NO_STANDARD));
        }
        if (entry.cors() != null) {
            unexpressed.add(new Unexpressed("spec.entry.cors", NO_STANDARD));
        }
        if (settings.securityHeaders().size() > MOST_HEADERS) {
            unexpressed.add(new Unexpressed(
                    "spec.entry.securityHeaders",
                    "an HTTPRoute sets at most " + MOST_HEADERS + " headers; the first by name are set"));
        }
        return unexpressed;
    }

    private HasMetadata decided(HasMetadata route) {
        weights.ifPresent(each -> {
            Map<String, String> annotations = new TreeMap<>();
            Optional.ofNullable(route.getMetadata().getAnnotations()).ifPresent(annotations::putAll);
            annotations.put(Labels.WEIGHTS, each.decision());
            route.getMetadata().setAnnotations(annotations);
        });
        return route;
    }

    private HasMetadata route(String name, Map<String, Object> spec) {
        return OptionalKind.HTTP_ROUTE.object(settings.stack().owner().child(name, EntrySettings.COMPONENT), spec);
    }

    private Map<String, Object> parent() {
        Map<String, Object> parent = new LinkedHashMap<>();
        Entry.GatewayReference gateway = Objects.requireNonNull(settings.entry().gateway());
        parent.put("group", "gateway.networking.k8s.io");
        parent.put("kind", "Gateway");
        parent.put("name", gateway.name());
        if (gateway.namespace() != null) {
            parent.put("namespace", gateway.namespace());
        }
        if (gateway.sectionName() != null) {
            parent.put("sectionName", gateway.sectionName());
        }
        return parent;
    }

    /** The listener that the user named, else the one on this port: a redirect must not be attached to the listener that it points to. */
    private Map<String, Object> parent(int port) {
        Map<String, Object> parent = parent();
        if (!parent.containsKey("sectionName")) {
            parent.put("port", port);
        }
        return parent;
    }

    private Map<String, Object> gateway(int port) {
        Map<String, Object> parent = parent();
        parent.remove("sectionName");
        parent.put("port", port);
        return parent;
    }

    /** One rule for all paths of a component, because a route has at most 16 rules. */
    private List<Map<String, Object>> rules(String host) {
        Map<List<Object>, List<EntryTarget>> groups = new LinkedHashMap<>();
        settings.targets().stream()
                .filter(target -> target.host().equals(host))
                .forEach(target -> groups.computeIfAbsent(
                                List.of(target.component().name(), target.webSocket()), key -> new ArrayList<>())
                        .add(target));
        return groups.values().stream().map(this::rule).toList();
    }

    private Map<String, Object> rule(List<EntryTarget> targets) {
        EntryTarget first = targets.getFirst();
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put(
                "matches",
                targets.stream()
                        .map(target -> Map.of("path", Map.of("type", "PathPrefix", "value", target.path())))
                        .toList());
        if (!settings.securityHeaders().isEmpty()) {
            rule.put(
                    "filters",
                    List.of(Map.of(
                            "type", "ResponseHeaderModifier", "responseHeaderModifier", Map.of("set", headers()))));
        }
        rule.put("backendRefs", backends(first.component()));
        settings.requestTimeout()
                .map(limit -> first.webSocket() ? "0s" : text(limit))
                .ifPresent(limit -> rule.put("timeouts", Map.of("request", limit)));
        return rule;
    }

    private List<Map<String, String>> headers() {
        return settings.securityHeaders().entrySet().stream()
                .limit(MOST_HEADERS)
                .map(header -> Map.of("name", header.getKey(), "value", header.getValue()))
                .toList();
    }

    private List<Map<String, Object>> backends(EffectiveComponent component) {
        String live = settings.names().component(component.name());
        Optional<Color> aside = weights.flatMap(Weights::aside);
        if (aside.isEmpty()) {
            return List.of(backend(component, live, 1));
        }
        int percent = weights.get().percent();
        return List.of(
                backend(component, live, 100 - percent),
                backend(component, settings.names().colored(component.name(), aside.get()), percent));
    }

    private static Map<String, Object> backend(EffectiveComponent component, String service, int weight) {
        Map<String, Object> backend = new LinkedHashMap<>();
        backend.put("group", "");
        backend.put("kind", "Service");
        backend.put("name", service);
        backend.put("port", component.port().orElseThrow());
        backend.put("weight", weight);
        return backend;
    }

    /** A duration as the Gateway API writes it: up to four parts of at most five digits. */
    private static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        part(text, duration.toHours(), "h");
        part(text, duration.toMinutesPart(), "m");
        part(text, duration.toSecondsPart(), "s");
        part(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long amount, String unit) {
        if (amount > 0) {
            text.append(amount).append(unit);
        }
    }
}

package io.carestack.operator.entry;

import io.carestack.operator.api.Entry;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the requests to one path of one host go.
 *
 * @param webSocket whether connections on it stay open for long
 */
record EntryTarget(String host, String path, EffectiveComponent component, boolean webSocket) {

    /** All targets, by host in the order of the spec; the same host and path only once, the first one wins. */
    static List<EntryTarget> of(EffectiveStack stack, Entry entry) {
        Map<List<String>, EntryTarget> targets = new LinkedHashMap<>();
        List<Entry.Route> routes = entry.routes() == null ? List.of() : entry.routes();
        for (Entry.Route route : routes) {
            String host = route.host() == null ? entry.host() : route.host();
            String path = route.path() == null ? "/" : route.path();
            targets.putIfAbsent(
                    List.of(host, path), new EntryTarget(host, path, component(stack, route.component()), false));
        }
        targets.putIfAbsent(List.of(entry.host(), "/"), new EntryTarget(entry.host(), "/", main(stack, entry), false));
        List<String> sockets =
                entry.webSocket() == null ? List.of() : entry.webSocket().paths();
        List<EntryTarget> plain = new ArrayList<>(targets.values());
        for (String path : sockets) {
            targets.put(
                    List.of(entry.host(), path),
                    new EntryTarget(entry.host(), path, longest(plain, entry, path), true));
        }
        return targets.values().stream()
                .sorted(Comparator.comparing(
                        (EntryTarget target) -> !target.host().equals(entry.host())))
                .toList();
    }

    /** The hosts of the targets, the main one first. */
    static List<String> hosts(List<EntryTarget> targets) {
        return targets.stream().map(EntryTarget::host).distinct().toList();
    }

    private static EffectiveComponent longest(List<EntryTarget> plain, Entry entry, String path) {
        return plain.stream()
                .filter(target -> target.host().equals(entry.host()) && path.startsWith(target.path()))
                .max(Comparator.comparingInt(target -> target.path().length()))
                .orElseThrow()
                .component();
    }

    private static EffectiveComponent main(EffectiveStack stack, Entry entry) {
        return entry.component() != null
                ? component(stack, entry.component())
                : stack.components().stream()
                        .filter(component -> component.port().isPresent())
                        .findFirst()
                        .orElseThrow();
    }

    private static EffectiveComponent component(EffectiveStack stack, String name) {
        return stack.components().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

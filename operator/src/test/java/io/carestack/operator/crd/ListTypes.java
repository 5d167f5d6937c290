package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/** How server-side apply merges each list of the spec. A list by key also lets rules compare an element with its former self. */
final class ListTypes {
    private static final Map<String, String> KEYS = Map.of(
            "components", "name",
            "env", "name",
            "volumes", "name",
            "redis", "name",
            "imagePullSecrets", "name",
            "windows", "name",
            "freezes", "name",
            "http", "name",
            "extra", "alert");

    private static final Set<String> SETS =
            Set.of("disable", "paths", "origins", "methods", "headers", "to", "compatibleWith");

    /** Order matters in these, or their elements have no key. */
    private static final Set<String> ATOMIC = Set.of(
            "shares", "command", "args", "envFrom", "policies", "tolerations", "routes", "hba", "ingressNamespaces");

    private ListTypes() {}

    static void put(ObjectNode list, String path) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        String key = KEYS.get(name);
        if (key != null) {
            byKey(list, key);
        } else if (SETS.contains(name)) {
            list.put("x-kubernetes-list-type", "set");
        } else if (ATOMIC.contains(name)) {
            atomic(list);
        } else {
            throw new IllegalStateException("choose a list type for " + path);
        }
    }

    static void byKey(ObjectNode list, String key) {
        list.put("x-kubernetes-list-type", "map");
        list.putArray("x-kubernetes-list-map-keys").add(key);
    }

    static void atomic(ObjectNode list) {
        list.put("x-kubernetes-list-type", "atomic");
    }
}

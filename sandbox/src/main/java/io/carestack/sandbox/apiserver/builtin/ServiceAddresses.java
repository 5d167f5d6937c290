package io.carestack.sandbox.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives Services their cluster addresses and node ports from a range; an address is free again with its Service. */
public final class ServiceAddresses {
    private static final int FIRST_NODE_PORT = 30_000;

    private final ObjectStore store;
    private final int base;
    private final int size;
    private int next = 1;

    /** {@code range} in CIDR notation, IPv4, between /8 and /28. */
    public ServiceAddresses(ObjectStore store, String range) {
        this.store = store;
        String[] parts = range.split("/", 2);
        int bits = Integer.parseInt(parts[1]);
        if (bits < 8 || bits > 28) {
            throw new IllegalArgumentException("service range must be between /8 and /28: " + range);
        }
        this.size = 1 << (32 - bits);
        this.base = number(parts[0]) & -size;
    }

    private static int number(String address) {
        try {
            return ByteBuffer.wrap(InetAddress.getByName(address).getAddress()).getInt();
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("not an IPv4 address: " + address, malformed);
        }
    }

    /** Completes a Service's spec; an address that it already has stays. */
    void assign(ObjectNode service, Optional<ObjectNode> live) {
        ObjectNode spec = Json.ensure(service, "spec");
        String type = spec.path("type").asText("ClusterIP");
        if (type.equals("ExternalName")) {
            spec.remove(List.of("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"));
            return;
        }
        String address = spec.path("clusterIP").asText("");
        if (address.isEmpty()) {
            address = Json.at(live.orElseGet(Json::object), "spec", "clusterIP").asText("");
        }
        if (address.isEmpty()) {
            address = free();
        }
        spec.put("clusterIP", address);
        spec.putArray("clusterIPs").add(address);
        if (!spec.has("ipFamilies")) {
            spec.putArray("ipFamilies").add("IPv4");
        }
        Json.putIfAbsent(spec, "ipFamilyPolicy", "SingleStack");
        if (type.equals("NodePort") || type.equals("LoadBalancer")) {
            assignNodePorts(spec, live);
        }
    }

    private Set<String> taken() {
        Set<String> taken = new HashSet<>();
        store.list("services", "")
                .objects()
                .forEach(service ->
                        taken.add(Json.at(service, "spec", "clusterIP").asText()));
        return taken;
    }

    private String free() {
        Set<String> taken = taken();
        for (int tried = 0; tried < size - 2; tried++) {
            int offset = next;
            next = next >= size - 2 ? 1 : next + 1;
            String address = text(base + offset);
            if (!taken.contains(address)) {
                return address;
            }
        }
        throw new IllegalStateException("the service range is used up");
    }

    private static String text(int address) {
        return (address >>> 24) + "." + (address >>> 16 & 255) + "." + (address >>> 8 & 255) + "." + (address & 255);
    }

    private void assignNodePorts(ObjectNode spec, Optional<ObjectNode> live) {
        Set<Integer> taken = new HashSet<>();
        for (ObjectNode service : store.list("services", "").objects()) {
            Json.at(service, "spec", "ports")
                    .forEach(port -> taken.add(port.path("nodePort").asInt(0)));
        }
        for (ObjectNode port : Json.objects(spec.path("ports"))) {
            if (port.path("nodePort").asInt(0) != 0) {
                continue;
            }
            int chosen = before(port, live);
            while (chosen == 0 || (before(port, live) == 0 && taken.contains(chosen))) {
                chosen = chosen == 0 ? FIRST_NODE_PORT : chosen + 1;
            }
            taken.add(chosen);
            port.put("nodePort", chosen);
        }
    }

    private static int before(JsonNode port, Optional<ObjectNode> live) {
        return Json.objects(Json.at(live.orElseGet(Json::object), "spec", "ports")).stream()
                .filter(old -> Json.same(old.path("port"), port.path("port"))
                        && old.path("protocol").equals(port.path("protocol")))
                .map(old -> old.path("nodePort").asInt(0))
                .findFirst()
                .orElse(0);
    }
}

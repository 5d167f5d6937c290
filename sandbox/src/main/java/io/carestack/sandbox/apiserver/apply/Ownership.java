package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The owners of one object's fields, read from and written to {@code metadata.managedFields}. Mutable. */
final class Ownership {
    /** One entry; the time is RFC 3339 in whole seconds. */
    record Entry(Manager manager, String time, FieldSet fields) {}

    private final List<Entry> entries = new ArrayList<>();

    static Ownership of(JsonNode object) {
        Ownership ownership = new Ownership();
        for (JsonNode entry : Json.at(object, "metadata", "managedFields")) {
            Manager manager = new Manager(
                    entry.path("manager").asText(),
                    entry.path("operation").asText().equals("Apply")
                            ? Manager.Operation.APPLY
                            : Manager.Operation.UPDATE,
                    entry.path("apiVersion").asText(),
                    entry.path("subresource").asText());
            ownership.entries.add(
                    new Entry(manager, entry.path("time").asText(), FieldSet.parse(entry.path("fieldsV1"))));
        }
        return ownership;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    Optional<Entry> find(Manager manager) {
        return entries.stream()
                .filter(entry -> entry.manager().isSameAs(manager))
                .findFirst();
    }

    FieldSet fieldsOf(Manager manager) {
        return find(manager).map(Entry::fields).orElseGet(FieldSet::empty);
    }

    /** Sets what the manager owns; an entry that owns nothing goes away. */
    void put(Manager manager, FieldSet fields, String now, boolean contentChanged) {
        Optional<Entry> old = find(manager);
        entries.removeIf(entry -> entry.manager().isSameAs(manager));
        if (!fields.isEmpty()) {
            boolean kept = !contentChanged
                    && old.isPresent()
                    && old.get().fields().equals(fields)
                    && !old.get().time().isEmpty();
            entries.add(new Entry(manager, kept ? old.get().time() : now, fields));
        }
    }

    /** Takes fields from everyone but the manager. */
    void takeFromOthers(Manager manager, FieldSet fields) {
        List<Entry> left = entries.stream()
                .map(entry -> entry.manager().isSameAs(manager)
                        ? entry
                        : new Entry(
                                entry.manager(), entry.time(), entry.fields().difference(fields)))
                .filter(entry -> !entry.fields().isEmpty())
                .toList();
        entries.clear();
        entries.addAll(left);
    }

    FieldSet all() {
        return entries.stream().map(Entry::fields).reduce(FieldSet.empty(), FieldSet::union);
    }

    void writeTo(ObjectNode object) {
        ObjectNode metadata = Json.ensure(object, "metadata");
        metadata.remove("managedFields");
        if (entries.isEmpty()) {
            return;
        }
        ArrayNode list = metadata.putArray("managedFields");
        entries.stream()
                .sorted(Comparator.comparing(
                                (Entry entry) -> entry.manager().operation().wireName())
                        .thenComparing(Entry::time)
                        .thenComparing(entry -> entry.manager().name())
                        .thenComparing(entry -> entry.manager().apiVersion())
                        .thenComparing(entry -> entry.manager().subresource()))
                .forEach(entry -> {
                    ObjectNode node = list.addObject();
                    node.put("manager", entry.manager().name());
                    node.put("operation", entry.manager().operation().wireName());
                    node.put("apiVersion", entry.manager().apiVersion());
                    if (!entry.time().isEmpty()) {
                        node.put("time", entry.time());
                    }
                    node.put("fieldsType", "FieldsV1");
                    node.set("fieldsV1", entry.fields().json());
                    if (!entry.manager().subresource().isEmpty()) {
                        node.put("subresource", entry.manager().subresource());
                    }
                });
    }
}

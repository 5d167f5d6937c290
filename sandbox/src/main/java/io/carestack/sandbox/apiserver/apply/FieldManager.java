package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.error.Cause;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps {@code metadata.managedFields} as writes come, and merges applied configurations. */
public final class FieldManager {
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";
    private static final List<List<String>> NEVER_OWNED = List.of(
            List.of("f:apiVersion"),
            List.of("f:kind"),
            List.of("f:metadata", "f:name"),
            List.of("f:metadata", "f:namespace"),
            List.of("f:metadata", "f:creationTimestamp"),
            List.of("f:metadata", "f:selfLink"),
            List.of("f:metadata", "f:uid"),
            List.of("f:metadata", "f:generation"),
            List.of("f:metadata", "f:managedFields"),
            List.of("f:metadata", "f:resourceVersion"));

    private FieldManager() {}

    /** Paths that a write through one endpoint cannot touch, such as {@code f:status} through the main one. */
    public static FieldSet trees(List<List<String>> roots) {
        FieldSet set = FieldSet.empty();
        roots.forEach(set::insert);
        return set;
    }

    private static FieldSet ignored(FieldSet reset) {
        return trees(NEVER_OWNED).union(reset);
    }

    /**
     * Records a create, update or patch: the manager owns what differs from {@code live} (an empty object on create),
     * and others lose it. The owners in {@code object} itself are what the client sent back and replace those of the
     * live object, as it may edit them; an empty list clears all.
     */
    public static void update(
            Schema schema, ObjectNode live, ObjectNode object, Manager manager, FieldSet reset, String now) {
        JsonNode sent = Json.at(object, "metadata", "managedFields");
        boolean cleared = sent.isArray()
                && (sent.isEmpty() || (sent.size() == 1 && sent.get(0).isEmpty()));
        Ownership ownership = cleared ? new Ownership() : Ownership.of(sent.isArray() ? object : live);
        if (cleared) {
            Json.ensure(object, "metadata").remove("managedFields");
        }
        boolean unmanaged = Json.at(live, "metadata", "uid").isTextual()
                && ownership.entries().isEmpty();
        if (unmanaged) {
            // owners are kept from the first apply on, not from an update of what nobody owns
            return;
        }
        FieldWalk.Comparison comparison =
                FieldWalk.compare(schema, bare(live), bare(object)).without(ignored(reset));
        FieldSet changed = comparison.added().union(comparison.modified());
        ownership.takeFromOthers(manager, changed.union(comparison.removed()));
        FieldSet fields =
                ownership.fieldsOf(manager).difference(comparison.removed()).union(changed);
        ownership.put(manager, fields, now, !comparison.isSame());
        ownership.writeTo(object);
    }

    /**
     * Applies a configuration: merges it over {@code live}, drops what the manager alone owned and no longer applies,
     * and throws a conflict, unless forced, when it would change what others own. A configuration that names an element of a
     * list twice is refused.
     */
    public static ObjectNode apply(
            Schema schema,
            ObjectNode live,
            ObjectNode config,
            Manager manager,
            FieldSet reset,
            boolean force,
            String now) {
        Duplicates.refuse(schema, config);
        Ownership ownership = Ownership.of(live);
        if (ownership.entries().isEmpty() && Json.at(live, "metadata", "uid").isTextual()) {
            Manager before = new Manager(BEFORE_FIRST_APPLY, Manager.Operation.UPDATE, manager.apiVersion(), "");
            FieldSet everything =
                    FieldWalk.fields(schema, live).withoutTrees(ignored(trees(List.of(List.of("f:status")))));
            ownership.put(before, everything, "", true);
        }
        FieldSet last = ownership.fieldsOf(manager);
        FieldSet applied = FieldWalk.fields(schema, config).withoutTrees(ignored(reset));
        ObjectNode merged = (ObjectNode) Merge.merge(schema, bare(live), bare(config));
        ownership.put(manager, applied, now, false);
        if (!last.isEmpty()) {
            // what the configuration names is not gone with what it no longer says, so its names count here
            Merge.prune(schema, merged, last, ownership.all().union(FieldWalk.fields(schema, config)));
        }
        FieldWalk.Comparison comparison =
                FieldWalk.compare(schema, bare(live), merged).without(ignored(reset));
        FieldSet changed = comparison.added().union(comparison.modified());
        if (!force) {
            refuseConflicts(ownership, manager, changed);
        }
        ownership.takeFromOthers(manager, changed.union(comparison.removed()));
        ownership.put(manager, applied, now, !comparison.isSame());
        ownership.writeTo(merged);
        return merged;
    }

    private static ObjectNode bare(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
        }
        return copy;
    }

    private static void refuseConflicts(Ownership ownership, Manager manager, FieldSet changed) {
        List<Cause> causes = new ArrayList<>();
        Set<String> holders = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        List<Ownership.Entry> others = ownership.entries().stream()
                .filter(entry -> !entry.manager().isSameAs(manager))
                .sorted(Comparator.comparing(entry -> entry.manager().name()))
                .toList();
        for (Ownership.Entry entry : others) {
            FieldSet conflicts = entry.fields().intersection(changed);
            if (conflicts.isEmpty()) {
                continue;
            }
            String holder = display(entry);
            holders.add(holder);
            lines.add("conflicts with " + holder + ":");
            for (List<String> path : conflicts.paths()) {
                String shown = PathElements.display(path);
                causes.add(new Cause("FieldManagerConflict", "conflict with " + holder, shown));
                lines.add("- " + shown);
            }
        }
        if (causes.isEmpty()) {
            return;
        }
        String message = causes.size() == 1
                ? "Apply failed with 1 conflict: " + causes.getFirst().message() + ": "
                        + causes.getFirst().field()
                : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
        throw ApiException.applyConflict(message, causes);
    }

    private static String display(Ownership.Entry entry) {
        Manager manager = entry.manager();
        String text = "\"" + manager.name() + "\"";
        if (!manager.subresource().isEmpty()) {
            text += " with subresource \"" + manager.subresource() + "\"";
        }
        return switch (manager.operation()) {
            case APPLY -> text;
            case UPDATE ->
                text + " using " + manager.apiVersion() + (entry.time().isEmpty() ? "" : " at " + entry.time());
        };
    }
}

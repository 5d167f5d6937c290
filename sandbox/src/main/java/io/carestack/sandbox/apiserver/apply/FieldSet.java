package io.carestack.sandbox.apiserver.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * A set of field paths as a tree, in the notation of {@code fieldsV1}: {@code f:name}, {@code k:{keys}},
 * {@code v:value}. A node can itself be a member, have members below it, or both. Operations return new sets.
 */
public final class FieldSet {
    /** Children by path element, in the order in which they are written. */
    private final TreeMap<String, FieldSet> children = new TreeMap<>();

    private boolean member;

    /** The empty set. */
    public static FieldSet empty() {
        return new FieldSet();
    }

    /** Reads a {@code fieldsV1} tree. */
    public static FieldSet parse(JsonNode fieldsV1) {
        FieldSet set = new FieldSet();
        fieldsV1.properties().forEach(entry -> {
            if (entry.getKey().equals(".")) {
                set.member = true;
            } else {
                FieldSet child = parse(entry.getValue());
                child.member |= entry.getValue().isEmpty();
                set.children.put(entry.getKey(), child);
            }
        });
        return set;
    }

    /** The {@code fieldsV1} tree. */
    public ObjectNode json() {
        ObjectNode result = Json.object();
        children.forEach((element, child) -> {
            ObjectNode tree = child.json();
            if (child.member && !child.children.isEmpty()) {
                ObjectNode withSelf = Json.object();
                withSelf.putObject(".");
                withSelf.setAll(tree);
                tree = withSelf;
            }
            result.set(element, tree);
        });
        return result;
    }

    FieldSet child(String element) {
        return children.computeIfAbsent(element, name -> new FieldSet());
    }

    /** The subtree below an element; empty when there is none. */
    FieldSet below(String element) {
        FieldSet child = children.get(element);
        return child == null ? new FieldSet() : child;
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    boolean isMember() {
        return member;
    }

    void insert() {
        member = true;
    }

    /** Puts a path into this set. */
    void insert(List<String> path) {
        FieldSet node = this;
        for (String element : path) {
            node = node.child(element);
        }
        node.member = true;
    }

    public boolean isEmpty() {
        return !member && children.values().stream().allMatch(FieldSet::isEmpty);
    }

    public FieldSet union(FieldSet other) {
        FieldSet result = copy();
        result.member |= other.member;
        other.children.forEach(
                (element, child) -> result.children.merge(element, child.copy(), (mine, theirs) -> mine.union(theirs)));
        return result;
    }

    public FieldSet intersection(FieldSet other) {
        return combine(other, (mine, theirs) -> mine && theirs);
    }

    public FieldSet difference(FieldSet other) {
        return combine(other, (mine, theirs) -> mine && !theirs);
    }

    private FieldSet combine(FieldSet other, BiPredicate<Boolean, Boolean> rule) {
        FieldSet result = new FieldSet();
        result.member = rule.test(member, other.member);
        children.forEach((element, child) -> {
            FieldSet combined = child.combine(other.below(element), rule);
            if (!combined.isEmpty()) {
                result.children.put(element, combined);
            }
        });
        return result;
    }

    /** Without the given paths and everything below them. */
    FieldSet withoutTrees(FieldSet roots) {
        FieldSet result = new FieldSet();
        result.member = member;
        children.forEach((element, child) -> {
            FieldSet root = roots.below(element);
            if (!root.member) {
                result.children.put(element, child.withoutTrees(root));
            }
        });
        return result.compact();
    }

    /** Only the given paths and everything below them. */
    FieldSet onlyTrees(FieldSet roots) {
        FieldSet result = new FieldSet();
        children.forEach((element, child) -> {
            FieldSet root = roots.below(element);
            if (root.member) {
                result.children.put(element, child.copy());
            } else if (root.hasChildren()) {
                result.children.put(element, child.onlyTrees(root));
            }
        });
        return result.compact();
    }

    private FieldSet compact() {
        children.values().removeIf(FieldSet::isEmpty);
        return this;
    }

    /** Whether the path or anything below it is in the set. */
    boolean covers(String element) {
        FieldSet child = children.get(element);
        return child != null && !child.isEmpty();
    }

    /** All member paths, each as its elements. */
    public List<List<String>> paths() {
        List<List<String>> result = new ArrayList<>();
        collect(List.of(), result);
        return result;
    }

    /** Members of one level come before what is deeper. */
    private void collect(List<String> path, List<List<String>> into) {
        children.forEach((element, child) -> {
            if (child.member) {
                into.add(longer(path, element));
            }
        });
        children.forEach((element, child) -> child.collect(longer(path, element), into));
    }

    private static List<String> longer(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path);
        longer.add(element);
        return longer;
    }

    FieldSet copy() {
        FieldSet result = new FieldSet();
        result.member = member;
        children.forEach((element, child) -> result.children.put(element, child.copy()));
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldSet set && json().equals(set.json());
    }

    @Override
    public int hashCode() {
        return json().hashCode();
    }

    @Override
    public String toString() {
        return json().toString();
    }
}

package io.carestack.sandbox.apiserver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All objects in memory under one lock, one counter of resource versions and a bounded history of changes. Trees that
 * went in are never modified; callers copy before they change.
 */
public final class ObjectStore {
    private static final int HISTORY = 20_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TreeMap<ObjectKey, ObjectNode>> stores = new TreeMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private long version = 1;
    /** Changes at or below this version can no longer be resumed from. */
    private long compacted;

    /** The objects of a store and the version at which they were so. */
    public record Snapshot(long version, List<ObjectNode> objects) {}

    /** What a watch starts from: what it missed, and how to stop hearing of more. */
    public record Subscription(long version, List<Change> missed, Runnable cancel) {}

    /** Runs several reads and writes as one step. */
    public <T> T atomically(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public Optional<ObjectNode> get(ObjectKey key) {
        return atomically(() -> Optional.ofNullable(
                stores.getOrDefault(key.storage(), new TreeMap<>()).get(key)));
    }

    /** Objects in the order of namespace and name; all namespaces when {@code namespace} is empty. */
    public Snapshot list(String storage, String namespace) {
        return atomically(() -> {
            List<ObjectNode> found = new ArrayList<>();
            stores.getOrDefault(storage, new TreeMap<>()).forEach((key, object) -> {
                if (namespace.isEmpty() || key.namespace().equals(namespace)) {
                    found.add(object);
                }
            });
            return new Snapshot(version, found);
        });
    }

    public long version() {
        return atomically(() -> version);
    }

    public long compactedVersion() {
        return atomically(() -> compacted);
    }

    /** Stores the tree under a new resource version, which is written into it. */
    public ObjectNode put(ObjectKey key, ObjectNode object) {
        return atomically(() -> {
            ObjectNode stored = object.deepCopy();
            version++;
            stored.withObject("/metadata").put("resourceVersion", Long.toString(version));
            Optional<ObjectNode> before =
                    Optional.ofNullable(stores.computeIfAbsent(key.storage(), name -> new TreeMap<>())
                            .put(key, stored));
            publish(new Change(
                    version, key, before.isPresent() ? Change.Kind.MODIFIED : Change.Kind.ADDED, stored, before));
            return stored;
        });
    }

    /** Removes the object; its last tree, with the version of the removal, goes to the watches. */
    public Optional<ObjectNode> remove(ObjectKey key) {
        return atomically(() -> {
            Optional<ObjectNode> before = Optional.ofNullable(
                    stores.getOrDefault(key.storage(), new TreeMap<>()).remove(key));
            before.ifPresent(object -> {
                version++;
                ObjectNode last = object.deepCopy();
                last.withObject("/metadata").put("resourceVersion", Long.toString(version));
                publish(new Change(version, key, Change.Kind.DELETED, last, before));
            });
            return before;
        });
    }

    private void publish(Change change) {
        history.addLast(change);
        if (history.size() > HISTORY) {
            compacted = history.removeFirst().version();
        }
        listeners.forEach(listener -> listener.accept(change));
    }

    /**
     * Subscribes to all changes after {@code since}; empty when those are no longer known. The listener is called under
     * the store's lock, in order, and must not block.
     */
    public Optional<Subscription> subscribe(long since, Consumer<Change> listener) {
        return atomically(() -> {
            if (since < compacted) {
                return Optional.empty();
            }
            List<Change> missed =
                    history.stream().filter(change -> change.version() > since).toList();
            listeners.add(listener);
            return Optional.of(new Subscription(version, missed, () -> listeners.remove(listener)));
        });
    }

    /** Hears of every change for as long as the store lives; called like a subscription's listener. */
    public void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    /** Forgets the history: every resource version handed out before now has expired. */
    public void compact() {
        atomically(() -> {
            history.clear();
            compacted = version;
            return version;
        });
    }
}

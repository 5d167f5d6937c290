package io.carestack.sandbox.apiserver.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.fault.Faults;
import io.carestack.sandbox.apiserver.fault.WatchEvent;
import io.carestack.sandbox.apiserver.fault.WatchFault;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.request.Conversion;
import io.carestack.sandbox.apiserver.request.Selection;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.store.Change;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One client's watch: what it has to hear, in order, until it is closed. Drained by one thread. */
public final class WatchStream implements AutoCloseable {
    private static final String INITIAL_EVENTS_END = "k8s.io/initial-events-end";

    /** An event for the wire; an empty batch means that the stream is over. */
    public record Event(String type, ObjectNode object) {}

    private sealed interface Item {
        record Changed(Change change) implements Item {}

        record Ready(Event event) implements Item {}

        record End() implements Item {}
    }

    private final ResourceType type;
    private final ApiRequest request;
    private final Selection selection;
    private final ObjectStore store;
    private final Faults faults;
    private final Duration bookmarkInterval;
    private final LinkedBlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private final long deadline;
    private Runnable cancel = () -> {};
    private boolean lastWasFinal;
    private volatile boolean broken;

    WatchStream(ResourceType type, ApiRequest request, ObjectStore store, Faults faults, Duration bookmarkInterval) {
        this.type = type;
        this.request = request;
        this.selection = Selection.of(request, type);
        this.store = store;
        this.faults = faults;
        this.bookmarkInterval = bookmarkInterval;
        long seconds =
                request.number("timeoutSeconds").filter(number -> number > 0).orElse(2_700L);
        this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Starts listening: everything that is there and all changes from now, or all changes since a version. */
    void start() {
        String version = request.parameter("resourceVersion");
        boolean initialEvents = request.flag("sendInitialEvents");
        store.atomically(() -> {
            if (initialEvents || version.isEmpty() || version.equals("0")) {
                startFromNow(initialEvents);
            } else {
                startSince(request.number("resourceVersion")
                        .orElseThrow(() -> ApiException.badRequest("invalid resource version \"" + version + "\"")));
            }
            return true;
        });
    }

    private void startFromNow(boolean announceEnd) {
        ObjectStore.Snapshot snapshot = store.list(type.storage(), type.namespaced() ? selection.namespace() : "");
        for (ObjectNode stored : snapshot.objects()) {
            ObjectNode object = Conversion.served(type, stored);
            if (selection.matches(object)) {
                queue.add(new Item.Ready(new Event("ADDED", object)));
            }
        }
        if (announceEnd) {
            ObjectNode bookmark = bookmark(snapshot.version());
            Json.ensure(bookmark, "metadata", "annotations").put(INITIAL_EVENTS_END, "true");
            queue.add(new Item.Ready(new Event("BOOKMARK", bookmark)));
        }
        listen(snapshot.version());
    }

    private void startSince(long version) {
        listen(version);
    }

    private void listen(long since) {
        Optional<ObjectStore.Subscription> subscription = store.subscribe(since, this::offer);
        if (subscription.isEmpty()) {
            queue.add(new Item.Ready(
                    expired("too old resource version: " + since + " (" + store.compactedVersion() + ")")));
            queue.add(new Item.End());
            return;
        }
        cancel = subscription.get().cancel();
        subscription.get().missed().forEach(this::offer);
    }

    private void offer(Change change) {
        boolean elsewhere = type.namespaced()
                && !selection.namespace().isEmpty()
                && !change.key().namespace().equals(selection.namespace());
        if (change.key().storage().equals(type.storage()) && !elsewhere) {
            queue.add(new Item.Changed(change));
        }
    }

    /** Ends the stream with 410 Gone, as when its history is lost. */
    public void expire() {
        queue.add(new Item.Ready(expired("The resourceVersion for the provided watch is too old.")));
        queue.add(new Item.End());
    }

    private static Event expired(String message) {
        return new Event("ERROR", ApiException.expired(message).status());
    }

    /** Waits for the next events; empty when the stream is over. */
    public Optional<List<Event>> next() throws InterruptedException {
        while (true) {
            long left = deadline - System.nanoTime();
            boolean bookmarks = request.flag("allowWatchBookmarks");
            long wait = bookmarks ? Math.min(left, bookmarkInterval.toNanos()) : left;
            Item item = queue.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (item == null) {
                boolean over = left <= 0;
                Optional<Event> bookmark = bookmarks ? currentBookmark() : Optional.empty();
                if (bookmark.isPresent() && !lastWasFinal) {
                    lastWasFinal = over;
                    return Optional.of(List.of(bookmark.get()));
                }
                if (over) {
                    return Optional.empty();
                }
                continue;
            }
            switch (item) {
                case Item.End end -> {
                    return Optional.empty();
                }
                case Item.Ready ready -> {
                    return Optional.of(List.of(ready.event()));
                }
                case Item.Changed changed -> {
                    List<Event> events = new ArrayList<>();
                    for (Event event : eventOf(changed.change()).stream().toList()) {
                        events.addAll(strike(event));
                    }
                    if (!events.isEmpty()) {
                        return Optional.of(events);
                    }
                }
            }
        }
    }

    private List<Event> strike(Event event) throws InterruptedException {
        Optional<WatchFault> fault = faults.strike(
                new WatchEvent(event.type(), type.kind().group(), type.plural(), request.userAgent(), event.object()));
        if (fault.isEmpty()) {
            return List.of(event);
        }
        return switch (fault.get()) {
            case WatchFault.Drop drop -> List.of();
            case WatchFault.Duplicate duplicate -> List.of(event, event);
            case WatchFault.Delay delay -> {
                TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
                yield List.of(event);
            }
        };
    }

    private Optional<Event> currentBookmark() {
        return store.atomically(() ->
                queue.isEmpty() ? Optional.of(new Event("BOOKMARK", bookmark(store.version()))) : Optional.empty());
    }

    private ObjectNode bookmark(long version) {
        ObjectNode object = Json.object();
        object.put("kind", type.kind().kind()).put("apiVersion", type.kind().apiVersion());
        object.putObject("metadata").put("resourceVersion", Long.toString(version));
        return object;
    }

    private Optional<Event> eventOf(Change change) {
        ObjectNode now = Conversion.served(type, change.object());
        boolean before = change.before()
                .map(object -> selection.matches(Conversion.served(type, object)))
                .orElse(false);
        if (change.kind() == Change.Kind.DELETED) {
            return before ? Optional.of(new Event("DELETED", now)) : Optional.empty();
        }
        boolean after = selection.matches(now);
        if (after) {
            return Optional.of(new Event(before ? "MODIFIED" : "ADDED", now));
        }
        return before ? Optional.of(new Event("DELETED", now)) : Optional.empty();
    }

    /** What is shown in each event. */
    public ResourceType type() {
        return type;
    }

    /** Whether the stream was cut off, so that its end is not to look regular. */
    public boolean isBroken() {
        return broken;
    }

    /** Ends the stream at once and without a word. */
    @Override
    public void close() {
        broken = true;
        cancel.run();
        queue.add(new Item.End());
    }
}

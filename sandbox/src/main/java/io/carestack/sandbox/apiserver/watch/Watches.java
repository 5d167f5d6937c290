package io.carestack.sandbox.apiserver.watch;

import io.carestack.sandbox.apiserver.fault.Faults;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open watches of one server. */
public final class Watches {
    private final ObjectStore store;
    private final Faults faults;
    private final Duration bookmarkInterval;
    private final Set<WatchStream> open = ConcurrentHashMap.newKeySet();

    public Watches(ObjectStore store, Faults faults, Duration bookmarkInterval) {
        this.store = store;
        this.faults = faults;
        this.bookmarkInterval = bookmarkInterval;
    }

    /** Opens a watch; the caller drains it and hands it to {@link #end}. */
    public WatchStream open(ResourceType type, ApiRequest request) {
        WatchStream stream = new WatchStream(type, request, store, faults, bookmarkInterval);
        stream.start();
        open.add(stream);
        return stream;
    }

    public void end(WatchStream stream) {
        open.remove(stream);
        stream.close();
    }

    /** All open watches hear that their history is lost, and it is. */
    public void expireAll() {
        store.compact();
        open.forEach(WatchStream::expire);
    }

    /** All open watches break off. */
    public void closeAll() {
        open.forEach(this::end);
    }

    /** Watches of one kind that are open now. */
    public long count(String group, String plural) {
        return open.stream()
                .filter(stream -> stream.type().kind().group().equals(group)
                        && stream.type().plural().equals(plural))
                .count();
    }
}

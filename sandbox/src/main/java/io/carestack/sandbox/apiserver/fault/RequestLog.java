package io.carestack.sandbox.apiserver.fault;

import io.carestack.sandbox.apiserver.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Every request for resources that was answered, in the order of the answers; watches when they open. */
public final class RequestLog {
    /** One request and its HTTP code; code 0 when the connection closed without an answer. */
    public record Entry(
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String userAgent,
            boolean dryRun,
            int code) {

        public boolean isWrite() {
            return switch (verb) {
                case "create", "update", "patch", "delete", "deletecollection" -> true;
                default -> false;
            };
        }

        /** A get or a list. */
        public boolean isRead() {
            return verb.equals("get") || verb.equals("list");
        }
    }

    private final ConcurrentLinkedQueue<Entry> entries = new ConcurrentLinkedQueue<>();

    /** Called by the server. */
    public void add(ApiRequest request, int code) {
        entries.add(new Entry(
                request.verb(),
                request.group(),
                request.resource(),
                request.subresource(),
                request.namespace(),
                request.name(),
                request.userAgent(),
                request.isDryRun(),
                code));
    }

    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    public long count(Predicate<Entry> which) {
        return entries.stream().filter(which).count();
    }

    public long writes() {
        return count(Entry::isWrite);
    }

    public long reads() {
        return count(Entry::isRead);
    }

    /** Takes out what was logged so far. */
    public List<Entry> drain() {
        List<Entry> drained = new ArrayList<>();
        for (Entry entry = entries.poll(); entry != null; entry = entries.poll()) {
            drained.add(entry);
        }
        return drained;
    }

    /** Forgets what was logged so far. */
    public void clear() {
        entries.clear();
    }
}

package io.carestack.acceptance;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Requests of one operator as its own client sends them, because a real API server does not tell whose they are. Watches do not count. */
public final class OperatorRequests implements Interceptor {
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        String query = Optional.ofNullable(request.uri().getQuery()).orElse("");
        if (!query.contains("watch=true")) {
            sent.add(request.method() + " " + request.uri().getPath());
        }
    }

    /** Reads and writes since the start or the last {@link #clear()}, each as its method and path. */
    public List<String> all() {
        return List.copyOf(sent);
    }

    /** All but reads. */
    public List<String> writes() {
        return sent.stream().filter(request -> !request.startsWith("GET ")).toList();
    }

    /** Forgets what was sent so far. */
    public void clear() {
        sent.clear();
    }
}

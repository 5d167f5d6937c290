package io.carestack.acceptance.patroni;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Asks every node ten times a second whether it is the leader, as a load balancer does. Its clients then connect without a proxy, which is kinder to what is
 * measured than any real set-up.
 */
final class LeaderWatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int OK = 200;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ConcurrentMap<PatroniNode, Long> leads = new ConcurrentHashMap<>();
    private final List<Thread> threads;

    LeaderWatch(List<PatroniNode> nodes) {
        this.threads = nodes.stream()
                .map(node -> Thread.ofVirtual().start(() -> watch(node)))
                .toList();
    }

    /** The node that says so since the latest time. */
    Optional<PatroniNode> leader() {
        return leads.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private void watch(PatroniNode node) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.api() + "/primary"))
                .timeout(PATIENCE)
                .build();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (isLeader(request)) {
                    leads.putIfAbsent(node, System.nanoTime());
                } else {
                    leads.remove(node);
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isLeader(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == OK;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
        http.shutdownNow();
    }
}

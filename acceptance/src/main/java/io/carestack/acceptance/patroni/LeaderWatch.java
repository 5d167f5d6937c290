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
    private static final Duration PATIENCE = Duration.ofSeconds(3);
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

    /** The node that began to say so last: a frozen one is still believed, until another one leads. */
    Optional<PatroniNode> leader() {
        return leads.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    /** Whether it is written down in etcd who may take over; a commit waits for that one before. */
    boolean knowsSynchronousStandby(PatroniNode leader) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(leader.api() + "/cluster"))
                .timeout(PATIENCE)
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body().contains("sync_standby");
        } catch (IOException e) {
            return false;
        }
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

package io.carestack.acceptance.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final LoadShape SMALL = new LoadShape(5, 100, 5, 3, Duration.ofMillis(300));

    private static HttpServer server(AtomicBoolean broken) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            if (broken.get()) {
                throw new IOException("broken on purpose");
            }
            byte[] body = "{\"version\":\"1\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static LoadShape requests() {
        return new LoadShape(5, 100, 0, 0, Duration.ZERO);
    }

    @Test
    void aServerThatAnswersLosesNothing() throws IOException {
        try (DemoProcess demo = DemoProcess.start(Map.of("APP_VERSION", "1.4.2"))) {
            await().atMost(LONG).until(() -> answers(demo));
            try (Load load = new Load(demo.address(), SMALL)) {
                await().atMost(LONG)
                        .until(() ->
                                load.report().answered() > 300 && load.report().slowAnswered() > 5);
                LoadReport report = load.report();

                assertThat(report.failures()).isEmpty();
                assertThat(report.versions()).containsOnlyKeys("1.4.2");
                assertThat(report.lines().getFirst()).contains("0 failed");
            }
        }
    }

    @Test
    void visitorsComeWithANewConnectionForEachRequest() throws IOException {
        Map<Integer, Integer> requests = new ConcurrentHashMap<>();
        HttpServer server = server(new AtomicBoolean());
        server.removeContext("/");
        server.createContext("/", exchange -> {
            requests.merge(exchange.getRemoteAddress().getPort(), 1, Integer::sum);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        try (Load load = new Load(server.getAddress(), new LoadShape(0, 1, 0, 0, Duration.ZERO).withVisitors(1))) {
            await().atMost(LONG).until(() -> load.report().answered() > 5);
            assertThat(requests).hasSizeGreaterThan(5);
            assertThat(requests.values()).containsOnly(1);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void connectionsThatEndWithoutAnAnswerAreCounted() throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        HttpServer server = server(broken);
        try (Load load = new Load(server.getAddress(), requests())) {
            await().atMost(LONG).until(() -> load.report().answered() > 20);
            assertThat(load.report().failed()).isZero();

            broken.set(true);
            await().atMost(LONG).until(() -> load.report().failed() > 0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void nobodyAtTheAddressIsCounted() throws IOException {
        try (Load load =
                new Load(new InetSocketAddress(InetAddress.getLoopbackAddress(), DemoProcess.freePort()), requests())) {
            await().atMost(LONG).until(() -> load.report().failed() > 3);
            assertThat(load.report().answered()).isZero();
            assertThat(load.report().failures().keySet()).allMatch(words -> words.startsWith("ConnectException"));
        }
    }

    @Test
    void aStreamThatIsCutIsCountedAndOneThatEndsInOrderIsNot() throws IOException, InterruptedException {
        LoadShape streams = new LoadShape(0, 1, 10, 0, Duration.ZERO);
        try (DemoProcess demo = DemoProcess.start(Map.of("DRAIN", "3"))) {
            await().atMost(LONG).until(() -> answers(demo));
            try (Load load = new Load(demo.address(), streams)) {
                await().atMost(LONG).until(() -> load.report().versions().containsKey("0"));
                demo.terminate();
                await().atMost(LONG).until(() -> load.report().streamsEnded() >= 10);
                assertThat(load.report().failures().keySet()).noneMatch(words -> words.contains("ended within"));
            }
        }
        try (DemoProcess demo = DemoProcess.start(Map.of())) {
            await().atMost(LONG).until(() -> answers(demo));
            try (Load load = new Load(demo.address(), streams)) {
                await().atMost(LONG).until(() -> load.report().versions().containsKey("0"));
                demo.process().destroyForcibly();
                await().atMost(LONG).until(() -> load.report().failed() >= 10);
                assertThat(load.report().streamsEnded()).isZero();
            }
        }
    }

    static boolean answers(DemoProcess demo) {
        try (KeepAliveConnection connection = new KeepAliveConnection(demo.address(), Duration.ofSeconds(5))) {
            return connection.get("/", chunk -> {}).status() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}

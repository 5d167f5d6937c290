package io.carestack.operator.rollout.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carestack.operator.effective.EffectiveRollout.HttpTest;
import io.carestack.operator.rollout.plan.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpSmokeTestsTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final AtomicInteger elsewhere = new AtomicInteger();
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"healthy\"}"));
        server.createContext("/broken", exchange -> answer(exchange, 503, "no database"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, 302, "");
        });
        server.createContext("/elsewhere", exchange -> {
            elsewhere.incrementAndGet();
            answer(exchange, 200, "");
        });
        server.createContext("/never", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            await();
        });
        server.start();
    }

    @AfterAll
    void stop() {
        end.countDown();
        server.stop(0);
    }

    private void await() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static HttpTest test(String path, int status, String text, Duration within) {
        return new HttpTest("it", "web", path, status, Optional.of(text).filter(each -> !each.isEmpty()), within);
    }

    private Outcome run(HttpTest... tests) {
        return new HttpSmokeTests(Duration.ofMillis(1))
                .run(
                        List.of(tests),
                        component -> URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()));
    }

    @Test
    void anAnswerWithItsStatusAndTextPasses() {
        assertThat(run(test("/health?deep=1", 200, "\"healthy\"", Duration.ofSeconds(30))))
                .isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void aStatusThatIsExpectedPassesWhateverItIs() {
        assertThat(run(test("/broken", 503, "", Duration.ofSeconds(30)))).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void anotherStatusFailsWithBothNumbers() {
        assertThat(run(test("/broken", 200, "", Duration.ofSeconds(30))))
                .isEqualTo(Outcome.failed("smoke test it: GET /broken of web answered 503 instead of 200"));
    }

    @Test
    void aTextThatIsMissingFails() {
        assertThat(run(test("/health", 200, "sick", Duration.ofSeconds(30))).reason())
                .endsWith("answered without \"sick\"");
    }

    @Test
    void aRedirectIsNotFollowed() {
        assertThat(run(test("/moved", 302, "", Duration.ofSeconds(30)))).isEqualTo(Outcome.SUCCEEDED);
        assertThat(elsewhere).hasValue(0);
    }

    @Test
    void aBodyThatNeverEndsFailsInTime() {
        assertThat(run(test("/never", 200, "", Duration.ofMillis(200))).reason())
                .isEqualTo("smoke test it: GET /never of web: no whole answer within 200 ms");
    }

    @Test
    void oneOfManyThatFailsFailsAll() {
        assertThat(run(
                                test("/health", 200, "", Duration.ofSeconds(30)),
                                test("/broken", 200, "", Duration.ofSeconds(30)))
                        .state())
                .isEqualTo(Outcome.State.FAILED);
    }

    @Test
    void nobodyAtThePortIsSaidInWords() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(new HttpSmokeTests(Duration.ofMillis(1))
                        .run(
                                List.of(test("/health", 200, "", Duration.ofSeconds(30))),
                                component -> URI.create("http://127.0.0.1:" + port))
                        .reason())
                .isEqualTo("smoke test it: GET /health of web: connection refused");
    }
}

package io.carestack.demoapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    private final HttpClient client = HttpClient.newHttpClient();

    private static Application started(String... environment) throws IOException {
        Map<String, String> variables = new HashMap<>(Map.of("PORT", "0", "APP_VERSION", "7", "HOSTNAME", "pod-1"));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        Application application = new Application(Settings.of(variables));
        application.start();
        return application;
    }

    private static HttpRequest.Builder request(Application application, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + application.port() + path));
    }

    private HttpResponse<String> get(Application application, String path) throws IOException, InterruptedException {
        return client.send(request(application, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/ready",
                "/live",
                "/api/health",
                "/api/health/ready",
                "/api/health/live",
                "/api/health/detailed",
                "/api/v1/system/health"
            })
    void healthRoutesSucceedOnceItIsReady(String path) throws Exception {
        try (Application application = started()) {
            assertThat(get(application, path).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beforeItsTimeItIsAliveButNotReady() throws Exception {
        try (Application application = started("READY_AFTER", "1000")) {
            assertThat(get(application, "/ready").statusCode()).isEqualTo(503);
            assertThat(get(application, "/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anythingElseIsAnsweredWithVersionAndPodAndCounted() throws Exception {
        try (Application application = started()) {
            assertThat(get(application, "/some/page").body()).isEqualTo("{\"version\":\"7\",\"pod\":\"pod-1\"}");
            get(application, "/health");

            assertThat(get(application, "/metrics").body())
                    .contains("http_requests_total{status=\"200\",version=\"7\"} 1\n")
                    .contains("http_request_duration_seconds_count{version=\"7\"} 1\n");
        }
    }

    @Test
    void aFailRateOfOneFailsEveryRequestButNotItsHealth() throws Exception {
        try (Application application = started("FAIL_RATE", "1")) {
            assertThat(get(application, "/").statusCode()).isEqualTo(500);
            assertThat(get(application, "/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void missingNeighboursAreToldAndDoNotEndIt() throws Exception {
        try (Application application =
                started("DATABASE_URL", "postgresql://u:p@127.0.0.1:1/care", "REDIS_URL", "redis://127.0.0.1:1")) {
            HttpResponse<String> detailed = get(application, "/api/health/detailed");
            assertThat(detailed.statusCode()).isEqualTo(503);
            assertThat(detailed.body())
                    .contains("\"database\":{\"status\":\"unhealthy\"")
                    .contains("\"redis\":{\"status\":\"unhealthy\"");
            assertThat(get(application, "/notes").statusCode()).isEqualTo(503);
            assertThat(get(application, "/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void drainingFinishesWhatIsInFlight() throws Exception {
        try (Application application = started("DRAIN", "0.2")) {
            get(application, "/");
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(request(application, "/slow/0.8").build(), HttpResponse.BodyHandlers.ofString());
            CompletableFuture<HttpResponse<String>> stream =
                    client.sendAsync(request(application, "/stream").build(), HttpResponse.BodyHandlers.ofString());
            while (application.inFlight() < 2) {
                Thread.onSpinWait();
            }

            application.drain();

            assertThat(slow.join().statusCode()).isEqualTo(200);
            assertThat(stream.join().statusCode()).isEqualTo(200);
        }
    }
}

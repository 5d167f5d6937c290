package io.carestack.operator.rollout.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.metric.Reading.Figure;
import io.carestack.operator.rollout.metric.Reading.Figures;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a Prometheus for the figures of a release over its HTTP API. */
public final class PrometheusReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REASON = 200;

    /** A value per component takes some hundred bytes; the address is the user's, and may answer with anything. */
    private static final long LARGEST_ANSWER = 1 << 20;

    private final HttpClient client;
    private final Duration patience;

    /** @param patience for each answer */
    public PrometheusReader(Duration patience) {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Thread::startVirtualThread)
                .build();
    }

    /**
     * One look.
     *
     * @param address of Prometheus, without a slash at its end
     * @param live the new colour; the other one is what it is compared with
     * @param switched when it got the traffic
     */
    public Reading read(String address, MetricQueries queries, Color live, Instant switched) {
        try {
            Map<String, Double> requests = ask(address, queries.requests(live));
            Map<String, Double> errors = ask(address, queries.errors(live));
            Map<String, Double> latencies = ask(address, queries.latency(live));
            Map<String, Double> before = ask(address, queries.latencyBefore(live.other(), switched));
            Set<String> components = new HashSet<>(requests.keySet());
            components.addAll(latencies.keySet());
            Map<String, Figure> figures = new HashMap<>();
            components.forEach(component -> figures.put(
                    component,
                    new Figure(
                            number(requests, component),
                            number(errors, component),
                            number(latencies, component),
                            number(before, component))));
            return new Figures(figures);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reading.Unreachable("interrupted");
        } catch (TimeoutException e) {
            return new Reading.Unreachable("no answer from " + address + " within " + patience.toMillis() + " ms");
        } catch (IOException | IllegalArgumentException e) {
            String words = Objects.requireNonNullElse(e.getMessage(), "no connection");
            return new Reading.Unreachable(
                    address + ": " + words.substring(0, Math.min(words.length(), LONGEST_REASON)));
        }
    }

    private Map<String, Double> ask(String address, String query)
            throws IOException, InterruptedException, TimeoutException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(address + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)))
                .header("Accept", "application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return values(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            throw new IOException(connection(Objects.requireNonNullElse(e.getCause(), e)), e);
        } finally {
            answer.cancel(true);
        }
    }

    private static String connection(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "connection refused");
    }

    private static Map<String, Double> values(HttpResponse<byte[]> response) throws IOException {
        JsonNode answer = response.statusCode() == 200 || response.statusCode() == 422 || response.statusCode() == 400
                ? JSON.readTree(response.body())
                : JSON.missingNode();
        if (!"success".equals(answer.path("status").asText())) {
            throw new IOException("answered " + response.statusCode() + " "
                    + answer.path("error").asText());
        }
        Map<String, Double> values = new HashMap<>();
        for (JsonNode series : answer.at("/data/result")) {
            values.put(
                    series.at("/metric/" + MetricQueries.COMPONENT).asText(),
                    number(series.at("/value/1").asText()));
        }
        return values;
    }

    /** Prometheus writes numbers as texts, among them {@code NaN} and {@code +Inf}. */
    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static OptionalDouble number(Map<String, Double> values, String component) {
        Double value = values.get(component);
        return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}

package io.carestack.operator.rollout.task;

import io.carestack.operator.effective.EffectiveRollout.HttpTest;
import io.carestack.operator.rollout.plan.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Sends smoke tests to preview Services. An answer counts as it comes: redirects are not followed, and what answered wrongly is not asked again.
 *
 * <p>A connection that is refused is tried again twice, two seconds apart, because the addresses of new pods reach every node only by and by.
 */
public final class HttpSmokeTests {
    private static final int LARGEST_BODY = 1 << 20;
    private static final int TRIES = 3;
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Executor VIRTUAL_THREADS = Thread::startVirtualThread;

    private final HttpClient client;
    private final Duration between;

    public HttpSmokeTests() {
        this(BETWEEN);
    }

    HttpSmokeTests(Duration between) {
        this.between = between;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(VIRTUAL_THREADS)
                .build();
    }

    /**
     * Sends all tests at once and waits for the last.
     *
     * @param address where a component's preview Service is, for example {@code http://10.0.0.7:3001}
     * @return succeeded, or failed with the words of the first test in order that did not pass
     */
    public Outcome run(List<HttpTest> tests, Function<String, URI> address) {
        List<CompletableFuture<Optional<String>>> faults = tests.stream()
                .map(test -> CompletableFuture.supplyAsync(
                        () -> fault(test, address.apply(test.component())), VIRTUAL_THREADS))
                .toList();
        return faults.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .findFirst()
                .map(Outcome::failed)
                .orElse(Outcome.SUCCEEDED);
    }

    private Optional<String> fault(HttpTest test, URI address) {
        Optional<String> fault = Optional.empty();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                return ask(test, address);
            } catch (ConnectException e) {
                fault = Optional.of(HttpCheck.silence(test, "connection refused"));
                pause();
            } catch (IOException e) {
                return Optional.of(
                        HttpCheck.silence(test, Objects.requireNonNullElse(e.getMessage(), "connection lost")));
            }
        }
        return fault;
    }

    private Optional<String> ask(HttpTest test, URI address) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + test.path()))
                .header("User-Agent", "carestack-operator smoke test")
                .build();
        // the request's own timeout ends with the headers: a body that drips would hold everything up
        CompletableFuture<HttpResponse<InputStream>> sent = client.sendAsync(request, BodyHandlers.ofInputStream());
        CompletableFuture<Optional<String>> answer =
                sent.thenApplyAsync(response -> judge(test, response), VIRTUAL_THREADS);
        try {
            return answer.get(test.within().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            sent.thenAccept(HttpSmokeTests::hangUp);
            return Optional.of(HttpCheck.silence(
                    test, "no whole answer within " + test.within().toMillis() + " ms"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(HttpCheck.silence(test, "interrupted"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException refused) {
                throw refused;
            }
            throw new IOException(Objects.requireNonNullElse(e.getCause(), e).getMessage(), e);
        }
    }

    private static Optional<String> judge(HttpTest test, HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return HttpCheck.fault(
                    test, response.statusCode(), new String(body.readNBytes(LARGEST_BODY), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.of(HttpCheck.silence(test, "the answer broke off"));
        }
    }

    private static void hangUp(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pause() {
        CompletableFuture.runAsync(
                        () -> {},
                        CompletableFuture.delayedExecutor(between.toMillis(), TimeUnit.MILLISECONDS, VIRTUAL_THREADS))
                .join();
    }
}

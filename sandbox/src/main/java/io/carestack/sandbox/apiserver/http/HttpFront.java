package io.carestack.sandbox.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.carestack.sandbox.apiserver.discovery.Discovery;
import io.carestack.sandbox.apiserver.error.ApiException;
import io.carestack.sandbox.apiserver.fault.Faults;
import io.carestack.sandbox.apiserver.fault.RequestLog;
import io.carestack.sandbox.apiserver.fault.WriteFault;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.protobuf.ProtobufBody;
import io.carestack.sandbox.apiserver.request.Answer;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.request.ApiService;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.table.Presentation;
import io.carestack.sandbox.apiserver.watch.Watches;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers HTTP requests on one port, each on a virtual thread of its own. */
public final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

    private final ApiService service;
    private final ResourceRegistry registry;
    private final Watches watches;
    private final Discovery discovery;
    private final Presentation presentation;
    private final Faults faults;
    private final RequestLog log;

    public HttpFront(
            ApiService service,
            ResourceRegistry registry,
            Watches watches,
            Discovery discovery,
            Presentation presentation,
            Faults faults,
            RequestLog log) {
        this.service = service;
        this.registry = registry;
        this.watches = watches;
        this.discovery = discovery;
        this.presentation = presentation;
        this.faults = faults;
        this.log = log;
    }

    /** Puts this front in charge of all paths of the server. */
    public void attach(HttpServer server, ExecutorService threads) {
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            if (faults.isOutage()) {
                return;
            }
            Optional<ApiRequest> request = RequestParser.parse(exchange);
            if (request.isPresent()) {
                resource(exchange, inJson(request.get()));
            } else {
                document(exchange);
            }
        } catch (ApiException refused) {
            error(exchange, refused);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), bug);
            error(
                    exchange,
                    new ApiException(
                            500,
                            "InternalError",
                            "Internal error occurred: " + bug,
                            ApiException.Subject.NONE,
                            List.of()));
        } finally {
            exchange.close();
        }
    }

    private ApiRequest inJson(ApiRequest request) {
        return request.contentType().startsWith(ProtobufBody.MEDIA_TYPE) && request.body().length > 0
                ? request.withJson(Json.bytes(ProtobufBody.json(request.body(), registry)))
                : request;
    }

    private void resource(HttpExchange exchange, ApiRequest request) throws IOException {
        if (RequestParser.header(exchange, "Upgrade").equalsIgnoreCase("websocket")) {
            // clients fall back to a plain HTTP watch on this answer
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        int code = 0;
        boolean logged = false;
        try {
            if (request.verb().equals("watch")) {
                WatchWriter.open(
                        service.type(request), request, watches, presentation, exchange, () -> log.add(request, 200));
                logged = true;
                return;
            }
            boolean answerLost = request.isWrite() && strike(request);
            Answer answer = service.answer(request);
            if (answerLost) {
                return;
            }
            answer.warnings()
                    .forEach(warning -> exchange.getResponseHeaders()
                            .add(
                                    "Warning",
                                    "299 - \"" + warning.replace("\\", "\\\\").replace("\"", "\\\"") + "\""));
            JsonNode shown = presentation.show(answer, request);
            code = answer.code();
            log.add(request, code);
            logged = true;
            json(exchange, code, shown);
        } catch (ApiException refused) {
            code = refused.code();
            throw refused;
        } finally {
            if (!logged) {
                log.add(request, code);
            }
        }
    }

    /** Whether the answer is to be lost; throws when the write is to be refused. */
    private boolean strike(ApiRequest request) {
        boolean lost = false;
        for (WriteFault fault : faults.strike(request)) {
            switch (fault) {
                case WriteFault.Refuse refuse -> throw ApiException.injected(refuse.code(), "injected fault");
                case WriteFault.LoseAnswer loseAnswer -> lost = true;
                case WriteFault.Delay delay -> {
                    try {
                        TimeUnit.NANOSECONDS.sleep(delay.time().toNanos());
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }
        return lost;
    }

    private void document(HttpExchange exchange) throws IOException {
        Discovery.Document document = discovery
                .document(exchange.getRequestURI().getPath(), RequestParser.header(exchange, "Accept"))
                .orElseThrow(ApiException::noSuchPath);
        exchange.getResponseHeaders().set("Content-Type", document.contentType());
        exchange.getResponseHeaders().set("Vary", "Accept");
        send(exchange, 200, document.body());
    }

    private static void json(HttpExchange exchange, int code, JsonNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        send(exchange, code, Json.bytes(body));
    }

    private static void send(HttpExchange exchange, int code, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(code, head || body.length == 0 ? -1 : body.length);
        if (!head && body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static void error(HttpExchange exchange, ApiException refused) throws IOException {
        if (refused.retryAfterSeconds() > 0) {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(refused.retryAfterSeconds()));
        }
        json(exchange, refused.code(), refused.status());
    }
}

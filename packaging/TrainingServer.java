import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A stand-in for an API server that knows one CareStack and nothing else, so that the operator can be watched through a start and a first
 * pass while its AOT cache is recorded. Lists are empty, watches stay silent, what is written is given back.
 *
 * <p>Arguments: a file for the port and a file with the CareStack in JSON. It ends after the first status was written, or when it is killed.
 */
public final class TrainingServer {
    private static final String BOOKMARK =
            "{\"type\":\"BOOKMARK\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"resourceVersion\":\"1\"}}}\n";
    private static final CountDownLatch STATUS_WRITTEN = new CountDownLatch(1);

    private TrainingServer() {}

    public static void main(String[] arguments) throws Exception {
        String stack = Files.readString(Path.of(arguments[1])).strip();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, stack));
        server.start();
        Files.writeString(Path.of(arguments[0]), Integer.toString(server.getAddress().getPort()));
        STATUS_WRITTEN.await();
        // the rest of the pass
        Thread.sleep(3000);
        server.stop(0);
        System.exit(0);
    }

    private static void answer(HttpExchange exchange, String stack) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = exchange.getRequestURI().getQuery();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                if ("websocket".equals(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                    // no WebSockets: the client falls back to a plain request
                    send(exchange, 200, "{}");
                } else if (query != null && query.contains("watch=true")) {
                    exchange.getResponseHeaders().set("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, 0);
                    // without a first byte the headers stay in the buffer
                    exchange.getResponseBody().write(BOOKMARK.getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                } else if (isList(path)) {
                    send(exchange, 200, list(path.endsWith("/carestacks") ? stack : ""));
                } else {
                    send(exchange, 404, notFound());
                }
            }
            case "PATCH", "POST", "PUT" -> {
                send(exchange, 200, body.startsWith("{") ? withIdentity(body) : stack);
                if (path.endsWith("/status")) {
                    STATUS_WRITTEN.countDown();
                }
            }
            default -> send(exchange, 200, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}");
        }
    }

    /** Paths of collections end with a plural: /api/v1/pods, /apis/apps/v1/namespaces/care/deployments. */
    private static boolean isList(String path) {
        String[] parts = path.substring(1).split("/");
        int group = "api".equals(parts[0]) ? 2 : 3;
        boolean namespaced = parts.length > group && "namespaces".equals(parts[group]);
        return parts.length == (namespaced ? group + 3 : group + 1);
    }

    private static String list(String item) {
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + item + "]}";
    }

    private static String withIdentity(String body) {
        return body.replaceFirst(
                "\"metadata\":\\{",
                "\"metadata\":{\"resourceVersion\":\"2\",\"uid\":\"00000000-0000-0000-0000-000000000002\",");
    }

    private static String notFound() {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        try (var stream = exchange.getResponseBody()) {
            stream.write(bytes);
        }
    }
}

package io.carestack.sandbox.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.resource.ResourceType;
import io.carestack.sandbox.apiserver.table.Presentation;
import io.carestack.sandbox.apiserver.watch.WatchStream;
import io.carestack.sandbox.apiserver.watch.Watches;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Writes a watch as one JSON object per line, until it is over or the client goes away. */
final class WatchWriter {
    private WatchWriter() {}

    static void open(
            ResourceType type,
            ApiRequest request,
            Watches watches,
            Presentation presentation,
            HttpExchange exchange,
            Runnable onOpen)
            throws IOException {
        WatchStream stream = watches.open(type, request);
        try {
            onOpen.run();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.flush();
            Presentation.Events events = presentation.events(type, request);
            for (Optional<List<WatchStream.Event>> batch = stream.next(); batch.isPresent(); batch = stream.next()) {
                for (WatchStream.Event event : batch.get()) {
                    ObjectNode line = Json.object();
                    line.put("type", event.type());
                    line.set("object", events.show(event));
                    body.write(Json.bytes(line));
                    body.write('\n');
                }
                body.flush();
            }
            if (!stream.isBroken()) {
                body.close();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            watches.end(stream);
        }
    }
}

package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.carestack.sandbox.apiserver.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** given.yaml was created on a real server, which answered with stored.yaml; the sandbox has to answer the same. */
final class DefaultsTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private static List<ObjectNode> read(String name) throws IOException {
        List<ObjectNode> documents = new ArrayList<>();
        try (InputStream stream = DefaultsTest.class.getResourceAsStream(name)) {
            YAML.readerFor(ObjectNode.class).<ObjectNode>readValues(stream).forEachRemaining(documents::add);
        }
        return documents;
    }

    @TestFactory
    Stream<DynamicTest> aKindIsStoredAsARealServerStoresIt() throws IOException {
        List<ObjectNode> given = read("given.yaml");
        List<ObjectNode> stored = read("stored.yaml");
        return Stream.iterate(0, index -> index < given.size(), index -> index + 1)
                .map(index -> DynamicTest.dynamicTest(
                        given.get(index).path("kind").asText() + " "
                                + Json.at(given.get(index), "metadata", "name").asText(),
                        () -> assertThat(Json.parse(Json.bytes(comparable(create(given.get(index))))))
                                .isEqualTo(Json.parse(Json.bytes(stored.get(index))))));
    }

    private static ObjectNode create(ObjectNode object) throws IOException, InterruptedException {
        try (SandboxApiServer server = SandboxApiServer.create().start();
                HttpClient client = HttpClient.newHttpClient()) {
            String apiVersion = object.path("apiVersion").asText();
            String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
            String plural = kind.endsWith("y")
                    ? kind.substring(0, kind.length() - 1) + "ies"
                    : kind.endsWith("ss") ? kind + "es" : kind + "s";
            String url = server.url() + (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion
                    + "/namespaces/default/" + plural;
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(object)))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode())
                    .as(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(201);
            return (ObjectNode) Json.parse(answer.body());
        }
    }

    /** Without what differs from server to server. */
    private static ObjectNode comparable(ObjectNode object) {
        ObjectNode metadata = Json.ensure(object, "metadata");
        metadata.remove(List.of("uid", "resourceVersion", "creationTimestamp", "namespace"));
        Json.objects(metadata.path("managedFields")).forEach(entry -> entry.remove(List.of("time", "manager")));
        String kind = object.path("kind").asText();
        JsonNode spec = object.path("spec");
        if (kind.equals("Job")) {
            metadata.remove("labels");
            Json.ensure(object, "spec").remove("selector");
            Json.ensure(object, "spec", "template").remove("metadata");
        }
        if (kind.equals("Service") && !spec.path("clusterIP").asText().equals("None")) {
            Json.ensure(object, "spec").remove(List.of("clusterIP", "clusterIPs"));
        }
        return object;
    }
}

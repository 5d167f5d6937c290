package io.carestack.operator.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Helm chart as rendered for release {@code carestack-operator} in namespace {@code carestack-system}. */
final class Chart {
    static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.LITERAL_BLOCK_STYLE)
            .build());

    /** One object and the template that it comes from. */
    record Rendered(String template, JsonNode object) {
        String kind() {
            return object.path("kind").asText();
        }

        String name() {
            return object.at("/metadata/name").asText();
        }
    }

    private final List<Rendered> objects;

    private Chart(List<Rendered> objects) {
        this.objects = objects;
    }

    static LintResult lint() {
        return helm().lint().strict().call();
    }

    /** Renders with values such as {@code watchNamespaces[0]=care}. */
    static Chart render(Map<String, ?> values) {
        TemplateCommand command = helm().template()
                .withName("carestack-operator")
                .withNamespace("carestack-system")
                .withKubeVersion("1.33.0");
        values.forEach(command::set);
        List<Rendered> objects = new ArrayList<>();
        for (String document : command.call().split("(?m)^---\\s*$")) {
            JsonNode object = parse(document);
            if (object.has("kind")) {
                String source = document.lines()
                        .filter(line -> line.startsWith("# Source: "))
                        .findFirst()
                        .orElseThrow();
                objects.add(new Rendered(source.substring(source.lastIndexOf('/') + 1), object));
            }
        }
        return new Chart(objects);
    }

    List<Rendered> objects() {
        return objects;
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream()
                .filter(rendered -> rendered.kind().equals(kind))
                .map(Rendered::object)
                .toList();
    }

    JsonNode only(String kind) {
        List<JsonNode> found = ofKind(kind);
        if (found.size() != 1) {
            throw new AssertionError("one " + kind + " wanted, found " + found.size());
        }
        return found.getFirst();
    }

    static String text(JsonNode object) {
        try {
            return YAML.writeValueAsString(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parse(String document) {
        try {
            return YAML.readTree(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Helm helm() {
        return new Helm(Repository.file("charts/carestack-operator"));
    }
}

package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.carestack.operator.api.CareStack;
import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The CustomResourceDefinition of {@link CareStack}, made from the records and completed by {@link Completion}. */
public final class GeneratedDefinition {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private GeneratedDefinition() {}

    /** The text of {@code crds/carestacks.carestack.io.yaml}. */
    public static String yaml() {
        try {
            return "# Generated from operator/src/main/java/io/carestack/operator/api; CustomResourceDefinitionTest keeps both equal.\n"
                    + YAML.writeValueAsString(tree());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same as a tree. */
    public static JsonNode tree() {
        var output = new CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream>() {
            private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

            @Override
            protected ByteArrayOutputStream createStreamFor(String crdName) {
                return stream;
            }
        };
        new CRDGenerator()
                .customResourceClasses(CareStack.class)
                .forCRDVersions("v1")
                .withOutput(output)
                .generate();
        try {
            ObjectNode definition = (ObjectNode) YAML.readTree(output.stream.toString(StandardCharsets.UTF_8));
            Completion.complete(definition);
            return definition;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.crd.GeneratedDefinition;
import io.carestack.operator.crd.ResourceFiles;
import io.carestack.operator.crd.ResourceValidator;
import io.carestack.operator.effective.Defaults;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExamplesTest {
    private static final ResourceValidator VALIDATOR = ResourceValidator.of(GeneratedDefinition.tree());
    private static final Set<String> EXAMPLES = Set.of(
            "minimal.yaml",
            "writecarenotes.yaml",
            "fixrx.yaml",
            "jackcwf.yaml",
            "caresync-dev.yaml",
            "caresync-test.yaml",
            "caresync-staging.yaml",
            "caresync-prod.yaml");

    @Test
    void everySystemHasItsExample() {
        assertThat(stacks().map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(EXAMPLES);
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsOneValidCareStack() {
        return stacks().map(file -> dynamicTest(file.getFileName().toString(), () -> {
            assertThat(ResourceFiles.read(file)).hasSize(1);
            assertThat(VALIDATOR.validate(ResourceFiles.read(file).getFirst())).isEmpty();
        }));
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsReadWithoutLossAndCompletedWithDefaults() {
        return stacks().map(file -> dynamicTest(file.getFileName().toString(), () -> {
            JsonNode written = ResourceFiles.read(file).getFirst();
            CareStack stack = Serialization.unmarshal(Files.readString(file), CareStack.class);
            JsonNode read = new ObjectMapper().readTree(Serialization.asJson(stack));
            assertThat(read.get("spec")).isEqualTo(written.get("spec"));
            stack.getMetadata().setUid("00000000-0000-0000-0000-000000000001");
            stack.getMetadata().setNamespace("care");
            assertThat(Defaults.of(stack).components()).isNotEmpty();
        }));
    }

    @TestFactory
    Stream<DynamicTest> prerequisitesHaveExactlyTheObjectsThatTheExampleRefersTo() {
        return stacks().map(file -> dynamicTest(file.getFileName().toString(), () -> {
            Set<String> referred = new TreeSet<>();
            references(ResourceFiles.read(file).getFirst().get("spec"), referred);
            Path prerequisites =
                    file.resolveSibling(file.getFileName().toString().replace(".yaml", "-prerequisites.yaml"));
            Set<String> given = Files.exists(prerequisites)
                    ? ResourceFiles.read(prerequisites).stream()
                            .filter(object ->
                                    !"Namespace".equals(object.get("kind").asText()))
                            .map(object -> object.at("/metadata/name").asText())
                            .collect(Collectors.toCollection(TreeSet::new))
                    : Set.of();
            assertThat(given).isEqualTo(referred);
        }));
    }

    private static final List<String> OBJECT_FIELDS = List.of(
            "secretRef", "configMapRef", "secretKeyRef", "configMapKeyRef", "persistentVolumeClaim", "credentials");

    private static void references(JsonNode node, Set<String> names) {
        node.properties().forEach(field -> {
            if (OBJECT_FIELDS.contains(field.getKey()) && field.getValue().has("name")) {
                names.add(field.getValue().get("name").asText());
            } else if ("secretName".equals(field.getKey())) {
                names.add(field.getValue().asText());
            }
        });
        node.forEach(child -> references(child, names));
    }

    private static Stream<Path> stacks() {
        return ResourceFiles.in(Repository.file("examples")).stream()
                .filter(file -> !file.toString().endsWith("-prerequisites.yaml"));
    }
}

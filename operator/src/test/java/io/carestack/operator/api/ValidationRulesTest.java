package io.carestack.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.carestack.operator.crd.GeneratedDefinition;
import io.carestack.operator.crd.ResourceFiles;
import io.carestack.operator.crd.ResourceValidator;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Files with two resources are a change from the first to the second. */
class ValidationRulesTest {
    private static final Path FILES = Path.of("src/test/resources/crd");
    private static final JsonNode DEFINITION = GeneratedDefinition.tree();
    private static final ResourceValidator VALIDATOR = ResourceValidator.of(DEFINITION);

    @TestFactory
    Stream<DynamicTest> validResourcesAreAccepted() {
        return ResourceFiles.in(FILES.resolve("valid")).stream()
                .map(file -> dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(problems(file)).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> invalidResourcesAreRefusedWithTheirMessageOnly() {
        return ResourceFiles.in(FILES.resolve("invalid")).stream()
                .map(file -> dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(problems(file))
                                .singleElement()
                                .asString()
                                .contains(ResourceFiles.expectation(file))));
    }

    @Test
    void everyRuleHasAFileThatBreaksIt() {
        Set<String> expectations = ResourceFiles.in(FILES.resolve("invalid")).stream()
                .map(ResourceFiles::expectation)
                .collect(Collectors.toSet());
        Set<String> untested = new TreeSet<>();
        for (JsonNode rules : DEFINITION.findValues("x-kubernetes-validations")) {
            for (JsonNode rule : rules) {
                String message = rule.path("message").asText()
                        + rule.path("messageExpression").asText();
                if (expectations.stream().noneMatch(message::contains)) {
                    untested.add(message);
                }
            }
        }
        assertThat(untested).isEmpty();
    }

    private static List<String> problems(Path file) {
        List<JsonNode> documents = ResourceFiles.read(file);
        if (documents.size() == 2) {
            assertThat(VALIDATOR.validate(documents.getFirst()))
                    .as("the first resource is valid")
                    .isEmpty();
        }
        return VALIDATOR.validate(
                documents.getLast(), documents.size() == 2 ? Optional.of(documents.getFirst()) : Optional.empty());
    }
}

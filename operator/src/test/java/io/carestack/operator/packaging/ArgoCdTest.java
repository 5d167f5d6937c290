package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.crd.GeneratedDefinition;
import io.carestack.operator.crd.ResourceFiles;
import io.carestack.operator.crd.ResourceValidator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The scripts for Argo CD, with tests in Argo CD's own format. */
class ArgoCdTest {
    private static final String FOLDER = "gitops/argocd/resource_customizations/carestack.io/CareStack/";
    private static final ResourceValidator VALIDATOR = ResourceValidator.of(GeneratedDefinition.tree());
    private static final List<JsonNode> HEALTH_TESTS =
            read("health_test.yaml").get("tests").valueStream().toList();

    @TestFactory
    Stream<DynamicTest> healthIsAsExpected() {
        return HEALTH_TESTS.stream()
                .map(test -> dynamicTest(
                        test.get("inputPath").asText(),
                        () -> assertThat(LuaScript.run(
                                        script("health.lua"),
                                        read(test.get("inputPath").asText())))
                                .isEqualTo(test.get("healthStatus"))));
    }

    @Test
    void everyPhaseHasAHealthTest() {
        List<String> phases = HEALTH_TESTS.stream()
                .map(test ->
                        read(test.get("inputPath").asText()).at("/status/phase").asText())
                .toList();
        assertThat(phases)
                .containsAll(Arrays.stream(Phase.values()).map(Enum::name).toList());
    }

    @TestFactory
    Stream<DynamicTest> recordedResourcesAreValid() {
        return ResourceFiles.in(Repository.file(FOLDER + "testdata")).stream()
                .map(file -> dynamicTest(
                        file.getFileName().toString(),
                        () -> assertThat(VALIDATOR.validate(
                                        ResourceFiles.read(file).getFirst()))
                                .isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> actionsAreOfferedWhereTheyMakeSense() {
        return read("actions/action_test.yaml")
                .get("discoveryTests")
                .valueStream()
                .map(test -> dynamicTest(test.get("inputPath").asText(), () -> {
                    JsonNode offered = LuaScript.run(
                            script("actions/discovery.lua"),
                            read("actions/" + test.get("inputPath").asText()));
                    ObjectNode expected = JsonNodeFactory.instance.objectNode();
                    for (JsonNode action : test.get("result")) {
                        expected.putObject(action.get("name").asText()).set("disabled", action.get("disabled"));
                    }
                    assertThat(offered).isEqualTo(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> actionsChangeWhatTheySay() {
        return read("actions/action_test.yaml")
                .get("actionTests")
                .valueStream()
                .map(test -> dynamicTest(test.get("action").asText(), () -> {
                    JsonNode result = LuaScript.run(
                            script("actions/" + test.get("action").asText() + "/action.lua"),
                            read("actions/" + test.get("inputPath").asText()));
                    assertThat(result)
                            .isEqualTo(read(
                                    "actions/" + test.get("expectedOutputPath").asText()));
                    assertThat(VALIDATOR.validate(result)).isEmpty();
                }));
    }

    /** For an Argo CD that does not ship the scripts itself. */
    @Test
    void theSettingsForArgoCdHaveTheScripts() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.put("apiVersion", "v1").put("kind", "ConfigMap");
        settings.putObject("metadata").put("name", "argocd-cm").put("namespace", "argocd");
        ObjectNode data = settings.putObject("data");
        data.put("resource.customizations.health.carestack.io_CareStack", script("health.lua"));
        data.put("resource.customizations.actions.carestack.io_CareStack", actions());
        Repository.assertGenerated(
                "gitops/argocd/argocd-cm.yaml",
                "# Generated from resource_customizations; ArgoCdTest keeps both equal.\n" + text(settings),
                "gitops.update");
    }

    private static String actions() {
        ObjectNode actions = JsonNodeFactory.instance.objectNode();
        actions.put("discovery.lua", script("actions/discovery.lua"));
        for (String name : List.of("pause", "resume", "switchover")) {
            actions.withArray("definitions")
                    .addObject()
                    .put("name", name)
                    .put("action.lua", script("actions/" + name + "/action.lua"));
        }
        return text(actions);
    }

    private static String text(JsonNode object) {
        return Chart.text(object);
    }

    private static JsonNode read(String file) {
        return ResourceFiles.read(Repository.file(FOLDER + file)).getFirst();
    }

    private static String script(String file) {
        return Repository.read(FOLDER + file);
    }
}

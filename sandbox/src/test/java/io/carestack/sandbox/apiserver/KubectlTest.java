package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KubectlTest {
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: nginx}]}}
            """;

    private final ApiTarget target = ApiTarget.sandbox();

    @TempDir
    private Path directory;

    @BeforeEach
    void writeKubeconfig() throws IOException {
        assumeThat(kubectlIsThere()).isTrue();
        Files.writeString(directory.resolve("kubeconfig"), target.server().kubeconfig());
    }

    @AfterEach
    void close() {
        target.close();
    }

    private static boolean kubectlIsThere() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(part -> Files.isExecutable(Path.of(part, "kubectl")));
    }

    private String kubectl(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kubectl", "--cache-dir", directory.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", directory.resolve("kubeconfig").toString());
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }

    @Test
    void appliesAndPrintsADeployment() throws Exception {
        assertThat(kubectl(WEB, "apply", "-f", "-")).contains("deployment.apps/web created");
        assertThat(kubectl(WEB, "apply", "-f", "-")).contains("deployment.apps/web unchanged");
        assertThat(kubectl("", "get", "deployments"))
                .matches("(?s)NAME +READY +UP-TO-DATE +AVAILABLE +AGE\\s+web +0/2 +0 +0 +\\d+s\\s*");
        assertThat(kubectl("", "describe", "deployment", "web")).contains("Selector:", "app=web");
        assertThat(kubectl("", "scale", "deployment", "web", "--replicas=3")).contains("scaled");
        assertThat(kubectl("", "label", "deployment", "web", "a=b")).contains("labeled");
        assertThat(kubectl("", "annotate", "deployment", "web", "a=b")).contains("annotated");
        assertThat(kubectl("", "patch", "deployment", "web", "-p", "{\"spec\":{\"paused\":true}}"))
                .contains("patched");
        assertThat(kubectl("", "get", "deployment", "web", "-o", "jsonpath={.spec.replicas} {.metadata.generation}"))
                .isEqualTo("3 4");
        assertThat(kubectl("", "delete", "deployment", "web")).contains("deleted");
    }

    @Test
    void appliesOnTheServerSide() throws Exception {
        assertThat(kubectl(WEB, "apply", "--server-side", "-f", "-")).contains("serverside-applied");
        assertThat(kubectl(WEB.replace("2", "5"), "apply", "--server-side", "--field-manager=other", "-f", "-"))
                .contains("conflict with \"kubectl\": .spec.replicas");
    }

    @Test
    void refusesUnknownFieldsStrictly() throws Exception {
        assertThat(kubectl(WEB.replace("replicas", "replcas"), "create", "-f", "-"))
                .contains("strict decoding error: unknown field \"spec.replcas\"");
    }

    @Test
    void createsFromItsOwnGenerators() throws Exception {
        assertThat(kubectl("", "create", "namespace", "other")).contains("namespace/other created");
        assertThat(kubectl("", "create", "configmap", "settings", "--from-literal=a=b"))
                .contains("configmap/settings created");
        assertThat(kubectl("", "create", "secret", "generic", "key", "--from-literal=a=b"))
                .contains("secret/key created");
        assertThat(kubectl("", "create", "deployment", "web", "--image=nginx", "--replicas=0"))
                .contains("deployment.apps/web created");
        assertThat(kubectl("", "get", "configmap", "settings", "-o", "jsonpath={.data.a}"))
                .isEqualTo("b");
    }

    @Test
    void knowsAndExplainsTheServedKinds() throws Exception {
        assertThat(kubectl("", "api-resources", "--api-group=apps")).contains("deployments", "statefulsets");
        assertThat(kubectl("", "explain", "deployment.spec.replicas")).contains("FIELD: replicas <integer>");
        assertThat(kubectl("", "version")).contains("Server Version: v1.33");
    }

    @Test
    void waitsForConditions() throws Exception {
        kubectl(WEB, "create", "-f", "-");
        kubectl(
                "",
                "patch",
                "deployment",
                "web",
                "--subresource=status",
                "--type=merge",
                "-p",
                "{\"status\":{\"conditions\":[{\"type\":\"Available\",\"status\":\"True\"}]}}");

        assertThat(kubectl("", "wait", "--for=condition=Available", "deployment/web", "--timeout=30s"))
                .contains("condition met");
    }
}

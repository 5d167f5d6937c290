package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack as people see it, through the real kubectl. */
@StageTest
class KubectlTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - {name: web, image: "ghcr.io/acme/web:1.4.2", port: 3001, replicas: {min: 1, max: 2}}
              postgres: {enabled: false}
              redis: []
            """;

    private final Stage stage;

    @TempDir
    private static Path cache;

    KubectlTest(Stage stage) {
        this.stage = stage;
    }

    @BeforeAll
    void makeTheStack() throws Exception {
        assumeThat(isInstalled()).as("kubectl is on the PATH").isTrue();
        stage.namespace("kubectl");
        assertThat(kubectl(STACK, "apply", "-f", "-")).contains("carestack.carestack.io/care created");
        assertThat(kubectl("", "wait", "--for=condition=Ready", "carestack/care", "--timeout=120s"))
                .contains("condition met");
    }

    @AfterAll
    void close() {
        if (isInstalled()) {
            new Space(stage.client(), "kubectl").close();
        }
    }

    @Test
    void getShowsWhatAPersonNeedsAtNight() throws Exception {
        assertThat(kubectl("", "get", "carestack"))
                .matches("(?s)NAME +READY +PHASE +LIVE +APP .*care +True +Ready +blue/1\\.4\\.2 +1/1 .*");
        assertThat(kubectl("", "get", "carestacks", "-o", "wide"))
                .contains("AllReady", "everything that the spec asks for runs");
    }

    @Test
    void describeShowsConditionsAndEvents() throws Exception {
        assertThat(kubectl("", "describe", "carestack", "care"))
                .contains("Conditions:", "everything that the spec asks for runs", "Events:", "Ready");
    }

    @Test
    void explainKnowsTheFields() throws Exception {
        assertThat(kubectl("", "explain", "carestack.spec.postgres.instances"))
                .contains("FIELD: instances <integer>", "one primary, the others replicas");
    }

    /** kubectl diff compares what is in Git with what an apply would lead to, which is what Argo CD and Flux do. */
    @Test
    void whatIsInGitNeverDriftsWhileTheAutoscalerWorks() throws Exception {
        assertThat(kubectl(STACK, "diff", "-f", "-")).isEmpty();

        stage.sandbox().autoscaler().load("kubectl", "care-web", 2.0);
        Space.eventually(() -> {
            assertThat(kubectl(STACK, "diff", "-f", "-")).isEmpty();
            assertThat(replicas()).isEqualTo(2);
        });
        long passes = stage.passes();
        new Space(stage.client(), "kubectl").awaitReady("care");
        Space.eventually(() -> assertThat(stage.passes()).isGreaterThanOrEqualTo(passes));

        assertThat(replicas()).isEqualTo(2);
        assertThat(kubectl(STACK, "diff", "-f", "-")).isEmpty();
        assertThat(kubectl(STACK, "apply", "-f", "-")).contains("unchanged");
    }

    private int replicas() {
        return stage.client()
                .apps()
                .deployments()
                .inNamespace("kubectl")
                .withName("care-web-blue")
                .require()
                .getSpec()
                .getReplicas();
    }

    private String kubectl(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("kubectl", "--cache-dir", cache.toString(), "--namespace", "kubectl"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", stage.sandbox().kubeconfig().toString());
        Process process = builder.start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(part -> Files.isExecutable(Path.of(part, "kubectl")));
    }
}

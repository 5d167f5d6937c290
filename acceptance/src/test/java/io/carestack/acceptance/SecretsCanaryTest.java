package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Passwords that are easy to recognise, looked for wherever they must not be. */
@StageTest
class SecretsCanaryTest {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final String STACK = """
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            stringData: {username: care, password: canary-of-the-owner}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: cache-login}
            stringData: {password: canary-of-the-cache}
            ---
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - {name: web, image: "ghcr.io/acme/web:1", port: 3001, replicas: {min: 1, max: 1}}
              postgres: {instances: 2, database: care, credentials: {name: login}}
              redis: [{name: main, credentials: {name: cache-login}}]
            """;

    private final Stage stage;

    SecretsCanaryTest(Stage stage) {
        this.stage = stage;
    }

    @Test
    void noPasswordIsWhereItDoesNotBelong() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger("io.carestack.operator");
        ListAppender<ILoggingEvent> logs = new ListAppender<>();
        logs.start();
        root.addAppender(logs);
        Level before = root.getLevel();
        root.setLevel(Level.DEBUG);
        try (Space space = Space.create(stage.client(), "canary")) {
            space.apply(STACK);
            space.awaitReady("care");
            assertThat(space.user("care").redisRoundTrip("main")).isEqualTo("kept");
            assertThat(space.user("care").writeRows(1)).isEqualTo(1);
            List<String> canaries = canaries(space);

            assertThat(logged(logs)).as("log of the operator").doesNotContain(canaries);
            assertThat(objects(space)).as("status, events and children").doesNotContain(canaries);
            assertThat(containerLogs(space)).as("logs of the pods").doesNotContain(canaries);
            assertThat(processes(space)).as("arguments and environments").doesNotContain(canaries);
        } finally {
            root.setLevel(before);
            root.detachAppender(logs);
        }
    }

    /** The passwords as they are, and as base64. */
    private static List<String> canaries(Space space) {
        List<String> plain = List.of(
                "canary-of-the-owner",
                "canary-of-the-cache",
                space.secret("care-postgres-superuser", "password"),
                space.secret("care-postgres-replication", "password"),
                space.secret("care-postgres-exporter", "password"),
                keyMaterial(space.secret("care-postgres-ca", "ca.key")),
                keyMaterial(space.secret("care-postgres-tls", "tls.key")));
        return plain.stream()
                .flatMap(password -> Stream.of(
                        password, Base64.getEncoder().encodeToString(password.getBytes(StandardCharsets.UTF_8))))
                .toList();
    }

    /** One line in the middle of a private key, which no certificate has. */
    private static String keyMaterial(String pem) {
        return pem.lines().toList().get(1);
    }

    private static String logged(ListAppender<ILoggingEvent> logs) {
        return String.join(
                "\n",
                List.copyOf(logs.list).stream()
                        .map(event -> event.getFormattedMessage()
                                + (event.getThrowableProxy() == null
                                        ? ""
                                        : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                        .toList());
    }

    private static String objects(Space space) {
        List<Object> objects = new ArrayList<>(space.children().stream()
                .filter(child -> !(child instanceof Secret))
                .toList());
        objects.add(space.stack("care"));
        objects.addAll(
                space.client().v1().events().inNamespace(space.name()).list().getItems());
        return SERIALIZATION.asJson(objects);
    }

    private String containerLogs(Space space) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Pod pod : space.client().pods().inNamespace(space.name()).list().getItems()) {
            Path directory = stage.sandbox()
                    .pod(space.name(), pod.getMetadata().getName())
                    .orElseThrow()
                    .logs();
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        assertThat(text).isNotEmpty();
        return text.toString();
    }

    /** Arguments of every process of the machine, and the environments of the servers; applications get their URLs by environment. */
    private static String processes(Space space) throws IOException {
        assertThat(space.pods("postgres")).hasSize(2);
        StringBuilder text = new StringBuilder();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .toList()) {
                String arguments = read(process.resolve("cmdline"));
                text.append(arguments).append('\n');
                if (read(process.resolve("comm")).matches("(?s)(postgres|redis-server|prometheus).*")) {
                    text.append(read(process.resolve("environ"))).append('\n');
                }
            }
        }
        assertThat(text).contains("postgres", "redis-server");
        return text.toString();
    }

    /** The file's text; a process that has ended meanwhile has none. */
    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}

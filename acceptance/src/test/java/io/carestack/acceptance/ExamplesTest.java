package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.OptionalKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every example of the repository as a user applies it: prerequisites first, each in a namespace of its own. */
@StageTest
class ExamplesTest {
    private static final String PREREQUISITES = "-prerequisites.yaml";

    /** The database that jackcwf takes for granted. */
    private static final String SOMEBODY_ELSES_DATABASE = """
            apiVersion: v1
            kind: Pod
            metadata: {name: database, labels: {app: database}}
            spec:
              securityContext: {runAsUser: 999, runAsGroup: 999, fsGroup: 999}
              containers:
              - name: postgres
                image: postgres:16
                env:
                - {name: POSTGRES_USER, value: jackcwf}
                - {name: POSTGRES_PASSWORD, value: external}
                - {name: POSTGRES_DB, value: jackcwf}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: database}
            spec: {selector: {app: database}, ports: [{port: 5432}]}
            """;

    /** Its Secret, with the address that the cluster gave it: the operator runs outside and asks no name server of the sandbox. */
    private static final String ITS_CREDENTIALS = """
            apiVersion: v1
            kind: Secret
            metadata: {name: jackcwf-database}
            stringData:
              uri: postgresql://jackcwf:external@%1$s:5432/jackcwf
              sqlalchemyUri: postgresql+asyncpg://jackcwf:external@%1$s:5432/jackcwf
            """;

    private final Stage stage;

    ExamplesTest(Stage stage) {
        this.stage = stage;
    }

    @TestFactory
    Stream<DynamicTest> everyExampleBecomesReady() throws IOException {
        List<Path> examples;
        try (Stream<Path> files = Files.list(Repository.path("examples"))) {
            examples = files.filter(file -> !file.toString().endsWith(PREREQUISITES))
                    .sorted()
                    .toList();
        }
        assertThat(examples).hasSize(8);
        return examples.stream()
                .map(example -> DynamicTest.dynamicTest(example.getFileName().toString(), () -> becomesReady(example)));
    }

    private void becomesReady(Path example) throws IOException {
        String name = example.getFileName().toString().replace(".yaml", "");
        Path prerequisites = example.resolveSibling(name + PREREQUISITES);
        try (Space space = Space.create(stage.client(), "example-" + name)) {
            if (Files.exists(prerequisites)) {
                space.apply(Files.readString(prerequisites));
            }
            if (name.equals("jackcwf")) {
                Kinds.install(space.client(), OptionalKind.CERTIFICATE);
                space.apply(SOMEBODY_ELSES_DATABASE);
                space.apply(ITS_CREDENTIALS.formatted(space.clusterAddress("database")));
            }
            space.apply(Files.readString(example));
            String stack = space.onlyStack();
            space.awaitReady(stack);
            space.deleteStack(stack);
        }
    }
}

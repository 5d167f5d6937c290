package io.carestack.operator.postgres.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptsTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/carestack/operator");

    @Test
    void shellcheckFindsNothing() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/shellcheck")), "install the package shellcheck to run this test");
        List<String> command = new ArrayList<>(List.of("/usr/bin/shellcheck", "-x", "-P", "SCRIPTDIR"));
        try (Stream<Path> files = Files.walk(RESOURCES)) {
            files.filter(file -> file.toString().endsWith(".sh"))
                    .sorted()
                    .map(Path::toString)
                    .forEach(command::add);
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }

    @Test
    void theConfigMapHoldsEveryScriptAndTheTokenOnlyWhenItIsGranted() {
        Shape shape = Shapes.shape("{}");
        assertThat(Scripts.design(shape, Optional.empty()).getData())
                .containsKeys("entrypoint.sh", "lib.sh", "watchdog.sh", "alive.sh", "ready.sh", "stop.sh")
                .doesNotContainKey(Scripts.INITIALIZE)
                .containsEntry("self-fence", "on")
                .containsEntry("peers", """
                        notes-postgres-0.notes-postgres.care.svc
                        notes-postgres-1.notes-postgres.care.svc
                        notes-postgres-2.notes-postgres.care.svc
                        """);
        assertThat(Scripts.design(shape, Optional.of("notes-postgres-0")).getData())
                .containsEntry(Scripts.INITIALIZE, "notes-postgres-0");
    }

    @Test
    void aSingleInstanceDoesNotFenceItself() {
        assertThat(Scripts.design(Shapes.shape("instances: 1"), Optional.empty())
                        .getData())
                .containsEntry("self-fence", "off");
    }

    @Test
    void aUserCannotOverrideWhatDurabilityDependsOn() {
        Shape shape = Shapes.shape("parameters: {fsync: 'off', work_mem: 64MB}");
        assertThat(Configuration.text(shape))
                .contains("fsync = 'on'", "work_mem = '64MB'")
                .doesNotContain("fsync = 'off'");
        assertThat(Configuration.fingerprint(shape)).isNotEqualTo(Configuration.fingerprint(Shapes.shape("{}")));
    }
}

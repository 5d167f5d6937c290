package io.carestack.operator.postgres.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Such a replica crashed for ever, because pg_rewind had nothing to do: what it had to replay lay before the fork, and was read from a segment behind it. */
    @Test
    void aDirectoryWhoseNewestHistoryDoesNotGoThroughItsPointOfRecoveryIsAstray(@TempDir Path data) throws Exception {
        history(data, 10, "9\t0/6244870\tfork");
        assertThat(isAstray(data, "0/62447F0", 10)).as("nothing newer is known").isFalse();

        history(data, 11, "8\t0/5000000\tfork\n9\t0/6244870\tfork");
        assertThat(isAstray(data, "0/62447F0", 10)).as("11 left 9 further on").isTrue();
        assertThat(isAstray(data, "0/62447F0", 9)).isFalse();
        assertThat(isAstray(data, "0/0", 0)).as("nothing has to be replayed").isFalse();

        history(data, 11, "9\t0/6244870\tfork\n10\t1/0\tfork");
        assertThat(isAstray(data, "0/7000000", 10)).as("11 left 10 further on").isFalse();
        assertThat(isAstray(data, "1/1", 10)).as("11 left 10 before").isTrue();
    }

    private static void history(Path data, int timeline, String text) throws IOException {
        Files.createDirectories(data.resolve("pg_wal"));
        Files.writeString(data.resolve("pg_wal/%08X.history".formatted(timeline)), text + "\n");
    }

    private static boolean isAstray(Path data, String minimum, int timeline) throws Exception {
        Path control = Files.writeString(data.resolve("pg_controldata"), """
                #!/bin/sh
                echo "Latest checkpoint's TimeLineID:       9"
                echo "Minimum recovery ending location:     %s"
                echo "Min recovery ending loc's timeline:   %d"
                """.formatted(minimum, timeline));
        Files.setPosixFilePermissions(control, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder(
                        "sh",
                        "-euc",
                        "PATH=$PGDATA:$PATH; . %s; if is_astray; then exit 7; fi"
                                .formatted(RESOURCES.resolve("postgres/lib.sh").toAbsolutePath()))
                .redirectErrorStream(true);
        builder.environment().put("PGDATA", data.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isIn(0, 7);
        return process.exitValue() == 7;
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

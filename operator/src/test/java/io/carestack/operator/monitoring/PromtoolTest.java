package io.carestack.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks the rules with Prometheus' own tool; skipped where {@code promtool} (Debian: package prometheus) is not in the PATH. */
class PromtoolTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void promtoolIsInstalled() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "promtool"))),
                "skipped: promtool is not in the PATH");
    }

    @Test
    void prometheusAcceptsTheRulesOfEveryStack() throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        files.add(write("full.json", Stacks.effective(MonitoringPlannerTest.FULL)));
        for (long seed : LongStream.range(0, 50).toArray()) {
            EffectiveStack stack = RandomStacks.effective(seed);
            if (RuleDesign.of(stack).isPresent()) {
                files.add(write(seed + ".json", stack));
            }
        }

        promtool(Stream.concat(Stream.of("check", "rules"), files.stream().map(Path::toString))
                .toList());
    }

    @Test
    void alertsFireWhenTheyShouldAndNotBefore() throws IOException, InterruptedException {
        write("rules.json", Stacks.effective(MonitoringPlannerTest.FULL));
        try (var tests = PromtoolTest.class.getResourceAsStream("/monitoring/alerts.test.yaml")) {
            Files.write(
                    directory.resolve("test.yaml"),
                    Objects.requireNonNull(tests).readAllBytes());
        }

        promtool(List.of("test", "rules", directory.resolve("test.yaml").toString()));
    }

    private Path write(String file, EffectiveStack stack) throws IOException {
        return Files.writeString(directory.resolve(file), RuleFile.of(stack).content());
    }

    private void promtool(List<String> arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Stream.concat(Stream.of("promtool"), arguments.stream()).toList())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}

package io.carestack.operator.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every scenario of the table in the documentation has one test, and the table names it. */
class ScenarioTableTest {
    private static final Path TABLE = Path.of("../docs/postgres-scenarios.md");
    private static final Pattern METHOD = Pattern.compile("\\bvoid (scenario([0-9]{2})\\w*)\\(");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([0-9]+) \\|.*$");

    /** A test and the class that it is in. */
    private record Named(String method, String type) {}

    @Test
    void everyScenarioHasOneTestAndTheTableNamesIt() throws IOException {
        Map<Integer, List<Named>> tests = Stream.of(Path.of("src/test/java"), Path.of("../acceptance/src/test/java"))
                .flatMap(ScenarioTableTest::files)
                .flatMap(ScenarioTableTest::tests)
                .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
        Map<Integer, String> rows = new TreeMap<>();
        ROW.matcher(Files.readString(TABLE))
                .results()
                .forEach(row -> assertThat(rows.put(Integer.valueOf(row.group(1)), row.group()))
                        .as("a second row of " + row.group(1))
                        .isNull());
        List<Integer> all = IntStream.rangeClosed(1, 28).boxed().toList();
        assertThat(tests.keySet()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(rows.keySet()).containsExactlyElementsOf(all);
        tests.forEach((number, named) -> assertThat(named)
                .as("scenario " + number)
                .singleElement()
                .satisfies(each ->
                        assertThat(rows.get(number)).contains("`" + each.method() + "`", "`" + each.type() + "`")));
    }

    private static Stream<Path> files(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Map.Entry<Integer, Named>> tests(Path file) {
        try {
            String type = file.getFileName().toString().replace(".java", "");
            return METHOD
                    .matcher(Files.readString(file))
                    .results()
                    .map(method -> Map.entry(Integer.valueOf(method.group(2)), new Named(method.group(1), type)))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.carestack.operator.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** YAML files with one or more resources. */
public final class ResourceFiles {
    private static final YAMLMapper YAML = new YAMLMapper();

    private ResourceFiles() {}

    /** The YAML files of a directory, by name. */
    public static List<Path> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents of a file, in order. */
    public static List<JsonNode> read(Path file) {
        try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
            return documents.readAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows {@code # expect:} in the first line of a file. */
    public static String expectation(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            String first = lines.findFirst().orElse("");
            if (!first.startsWith("# expect: ")) {
                throw new IllegalArgumentException(file + " must start with '# expect: <part of the message>'");
            }
            return first.substring("# expect: ".length()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

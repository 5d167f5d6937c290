package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository outside this module. */
final class Repository {
    private static final Path ROOT = Path.of(System.getProperty("repository.root"));

    private Repository() {}

    static Path file(String path) {
        return ROOT.resolve(path);
    }

    static String read(String path) {
        try {
            return Files.readString(file(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that a generated file is up to date; the system property writes it anew. */
    static void assertGenerated(String path, String content, String updateProperty) {
        try {
            if (Boolean.getBoolean(updateProperty)) {
                Files.createDirectories(file(path).getParent());
                Files.writeString(file(path), content);
            }
            assertThat(file(path)).as("-D%s=true writes it", updateProperty).hasContent(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.carestack.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicDirectoryTest {
    @TempDir
    Path directory;

    private AtomicDirectory atomic;

    @BeforeEach
    void create() throws IOException {
        atomic = new AtomicDirectory(directory, (int) Files.getAttribute(directory, "unix:gid"));
    }

    private static Map<String, AtomicDirectory.Content> files(String... namesAndTexts) {
        Map<String, AtomicDirectory.Content> files = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(
                    namesAndTexts[i],
                    new AtomicDirectory.Content(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8), 0640));
        }
        return files;
    }

    private String visible() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(".."))
                    .sorted()
                    .collect(Collectors.joining(" "));
        }
    }

    @Test
    void filesAppearWithTheirContentAndMode() throws IOException {
        atomic.write(files("a", "one", "sub/b", "two"));

        assertThat(visible()).isEqualTo("a sub");
        assertThat(directory.resolve("sub/b")).hasContent("two");
        assertThat((int) Files.getAttribute(directory.resolve("a"), "unix:mode") & 0777)
                .isEqualTo(0640);
    }

    @Test
    void aChangeReplacesAllFilesAtOnceAndLeavesNothingBehind() throws IOException {
        atomic.write(files("a", "one", "b", "two"));
        atomic.write(files("a", "three", "c", "four"));

        assertThat(visible()).isEqualTo("a c");
        assertThat(directory.resolve("a")).hasContent("three");
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries.filter(path -> path.getFileName().toString().startsWith("..v")))
                    .hasSize(1);
        }
    }

    @Test
    void theSameContentIsNotWrittenAgain() throws IOException {
        atomic.write(files("a", "one"));
        Path version = Files.readSymbolicLink(directory.resolve("..data"));

        atomic.write(files("a", "one"));

        assertThat(Files.readSymbolicLink(directory.resolve("..data"))).isEqualTo(version);
    }
}

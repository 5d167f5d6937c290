package io.carestack.operator.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tools of an image of Alpine. */
final class Busybox {
    /** What the scripts may use; a tool that is missing here is one that they should do without. */
    private static final List<String> TOOLS = List.of(
            "basename",
            "cat",
            "cp",
            "cut",
            "chmod",
            "date",
            "df",
            "find",
            "grep",
            "head",
            "id",
            "mkdir",
            "mv",
            "od",
            "printf",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sha256sum",
            "sleep",
            "sort",
            "stat",
            "sync",
            "tail",
            "timeout",
            "touch",
            "tr");

    private Busybox() {}

    static Path install(Path directory) throws IOException {
        for (String name : TOOLS) {
            Files.createSymbolicLink(directory.resolve(name), Path.of("/bin/busybox"));
        }
        // Alpine's has it, Debian's is built without
        Files.createSymbolicLink(directory.resolve("flock"), Path.of("/usr/bin/flock"));
        return directory;
    }
}

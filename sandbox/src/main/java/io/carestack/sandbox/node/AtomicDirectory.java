package io.carestack.sandbox.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A volume whose files change all at once, laid out as the kubelet does: {@code name -> ..data/name} and
 * {@code ..data -> ..<version>}, where the second link is replaced atomically.
 */
final class AtomicDirectory {
    private static final String DATA = "..data";

    /** One file: its bytes and its permission bits. */
    record Content(byte[] bytes, int mode) {}

    private final Path directory;
    private final int gid;
    private long version;

    AtomicDirectory(Path directory, int gid) {
        this.directory = directory;
        this.gid = gid;
    }

    /** Makes the directory hold exactly these files, by relative path; nothing is written when it already does. */
    void write(Map<String, Content> files) throws IOException {
        Path current = directory.resolve(DATA);
        if (Files.exists(current) && sameAs(files, current)) {
            return;
        }
        Path fresh = directory.resolve("..v" + System.nanoTime() + "-" + version++);
        Files.createDirectories(fresh);
        setMode(fresh, 0755);
        for (Map.Entry<String, Content> file : files.entrySet()) {
            Path path = fresh.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().bytes());
            setMode(path, file.getValue().mode());
            Files.setAttribute(path, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
        }
        Path previous = Files.exists(current) ? directory.resolve(Files.readSymbolicLink(current)) : fresh;
        Path link = directory.resolve("..data_tmp");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, fresh.getFileName());
        Files.move(link, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linkNames(files.keySet());
        if (!previous.equals(fresh)) {
            delete(previous);
        }
    }

    private void linkNames(Set<String> files) throws IOException {
        Set<String> wanted =
                files.stream().map(name -> name.split("/", 2)[0]).collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                if (!name.startsWith("..") && !wanted.remove(name)) {
                    Files.delete(entry);
                }
            }
        }
        for (String name : wanted) {
            Files.createSymbolicLink(directory.resolve(name), Path.of(DATA, name));
        }
    }

    private static boolean sameAs(Map<String, Content> files, Path current) throws IOException {
        Map<String, ByteBuffer> found = new HashMap<>();
        Path root = current.toRealPath();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                found.put(root.relativize(path).toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
            }
        }
        Map<String, ByteBuffer> wanted = new HashMap<>();
        files.forEach((name, content) -> wanted.put(name, ByteBuffer.wrap(content.bytes())));
        return found.equals(wanted);
    }

    static void setMode(Path path, int mode) throws IOException {
        Files.setAttribute(path, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

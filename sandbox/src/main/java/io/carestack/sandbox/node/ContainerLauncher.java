package io.carestack.sandbox.node;

import io.carestack.sandbox.image.HostPath;
import io.carestack.sandbox.image.ImageDirectory;
import io.carestack.sandbox.image.ImageFile;
import io.carestack.sandbox.machinery.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts containers: one shell script each that mounts the container's file systems in a mount namespace of its own
 * and becomes the container's first process, which has process id 1 in a process namespace of its own.
 */
final class ContainerLauncher {
    /** The first child is process 1 of the namespace; the shell hands its end on, 128 + n for signal n. */
    private static final String SUPERVISE = "sh -e \"$1\" & wait $!";

    private static final Duration POLL = Duration.ofMillis(5);

    private final Path base;

    ContainerLauncher(Path base) {
        this.base = base;
    }

    /** Starts the container in a fresh root file system below the directory; its output is appended to the log. */
    ContainerProcess start(ContainerSpec spec, Path directory, Path log) throws StartRefused {
        try {
            Path root = directory.resolve("root");
            Files.createDirectories(directory);
            Files.createDirectories(log.getParent());
            Files.writeString(directory.resolve("passwd"), spec.identity().passwd());
            Files.writeString(directory.resolve("group"), spec.identity().group());
            Shell.script(prepare(spec, directory, root));
            for (ImageFile file : spec.recipe().files()) {
                Path path = inside(root, file.path());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.content());
                AtomicDirectory.setMode(path, 0755);
            }
            Path fstab = directory.resolve("fstab");
            Files.writeString(fstab, String.join("\n", mounts(spec, root)) + "\n");
            Path script = directory.resolve("start.sh");
            Files.writeString(script, script(spec, root, fstab));
            if (!Files.exists(log)) {
                Files.createFile(log);
                AtomicDirectory.setMode(log, 0666);
            }
            Process process = Shell.builder(List.of(
                            "nsenter",
                            "--net=" + spec.networkPath(),
                            "unshare",
                            "--mount",
                            "--pid",
                            "--ipc",
                            "--uts",
                            "sh",
                            "-c",
                            SUPERVISE,
                            "supervisor",
                            script.toString()))
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            awaitRoot(process, directory.resolve("begun"));
            return new ContainerProcess(process, spec);
        } catch (IOException | UncheckedIOException e) {
            throw new StartRefused("RunContainerError", "failed to create the container: " + e.getMessage());
        }
    }

    /** Returns when the container has its own root, so that whoever enters it finds it complete, or when it failed. */
    private static void awaitRoot(Process process, Path begun) throws IOException {
        try {
            while (process.isAlive() && !(Files.exists(begun) && Files.size(begun) > 0)) {
                Thread.sleep(POLL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String prepare(ContainerSpec spec, Path directory, Path root) {
        StringBuilder script = new StringBuilder();
        script.append("cp -a %s %s\ncd %2$s\ncp ../passwd ../group etc/\necho %s >etc/hostname\n: >etc/hosts\n"
                .formatted(base, root, spec.hostname()));
        for (ImageDirectory image : spec.recipe().directories()) {
            String path = image.path().substring(1);
            script.append("mkdir -p %1$s; chown %2$d:%3$d %1$s; chmod %4$s %1$s\n"
                    .formatted(path, image.uid(), image.gid(), image.mode()));
        }
        return script.toString();
    }

    /** The path in the container's root, following the root's own links only. */
    private static Path inside(Path root, String path) throws IOException {
        Path current = root;
        for (Path name : Path.of(path)) {
            Path next = current.resolve(name);
            if (Files.isSymbolicLink(next)) {
                next = current.resolve(Files.readSymbolicLink(next)).normalize();
                next = next.startsWith(root) ? next : root.resolve(Path.of("/").relativize(next));
            }
            current = next;
        }
        return current;
    }

    private static List<String> mounts(ContainerSpec spec, Path root) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(bind(root, root, "bind"));
        lines.add(bind(Path.of("/usr"), root.resolve("usr"), "bind,ro"));
        for (String name : List.of("bin", "sbin", "lib", "lib32", "lib64")) {
            if (Files.isDirectory(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                lines.add(bind(Path.of("/", name), root.resolve(name), "bind,ro"));
            }
        }
        for (String name : List.of("ssl", "alternatives", "ca-certificates")) {
            if (Files.isDirectory(root.resolve("etc").resolve(name))) {
                lines.add(bind(Path.of("/etc", name), root.resolve("etc").resolve(name), "bind,ro"));
            }
        }
        lines.add(bind(spec.hosts(), root.resolve("etc/hosts"), "bind"));
        lines.add("/dev " + escape(root.resolve("dev")) + " none rbind 0 0");
        lines.add("shm " + escape(root.resolve("dev/shm")) + " tmpfs size=64m,mode=1777 0 0");
        lines.add("proc " + escape(root.resolve("proc")) + " proc defaults 0 0");
        for (HostPath path : spec.recipe().mounts()) {
            Path target = inside(root, path.target());
            createMountPoint(path.source(), target);
            lines.add(bind(path.source(), target, "bind,ro"));
        }
        List<ContainerSpec.Mount> sorted = spec.mounts().stream()
                .sorted(Comparator.comparing(ContainerSpec.Mount::target))
                .toList();
        for (ContainerSpec.Mount mount : sorted) {
            Path target = inside(root, mount.target());
            createMountPoint(mount.source(), underlying(sorted, mount, target));
            lines.add(bind(mount.source(), target, mount.readOnly() ? "bind,ro" : "bind"));
        }
        if (spec.identity().readOnlyRoot()) {
            lines.add(bind(root, root, "remount,bind,ro"));
        }
        return lines;
    }

    /** Where the mount point has to exist: in the volume that is mounted above it, if there is one. */
    private static Path underlying(List<ContainerSpec.Mount> mounts, ContainerSpec.Mount mount, Path target) {
        return mounts.stream()
                .filter(other -> mount.target().startsWith(other.target() + "/"))
                .max(Comparator.comparing(ContainerSpec.Mount::target))
                .map(other -> other.source()
                        .resolve(mount.target().substring(other.target().length() + 1)))
                .orElse(target);
    }

    private static void createMountPoint(Path source, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        if (Files.isDirectory(source)) {
            Files.createDirectories(target);
        } else {
            Files.createDirectories(target.getParent());
            Files.createFile(target);
        }
    }

    private static String bind(Path source, Path target, String options) {
        return "%s %s none %s 0 0".formatted(escape(source), escape(target), options);
    }

    private static String escape(Path path) {
        return path.toString().replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011");
    }

    private static String script(ContainerSpec spec, Path root, Path fstab) {
        return """
                exec 9>%6$s
                mount --all --fstab %1$s
                hostname %2$s
                cd %3$s
                umask 022
                pivot_root . .old
                umount -l /.old
                mkdir -p %5$s 2>/dev/null || :
                cd %5$s
                echo begun >&9
                exec 9>&-
                exec %4$s
                """.formatted(
                        fstab,
                        Shell.quote(spec.hostname()),
                        root,
                        words(underIdentity(spec, spec.command())),
                        Shell.quote(spec.workingDirectory()),
                        fstab.resolveSibling("begun"));
    }

    /** The command with the container's environment and identity, as it is run inside the container. */
    static List<String> underIdentity(ContainerSpec spec, List<String> command) {
        return Stream.of(
                        Stream.of("/usr/bin/env", "--default-signal=INT,QUIT", "-i"),
                        spec.environment().entrySet().stream()
                                .filter(entry -> !entry.getKey().contains("="))
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> entry.getKey() + "=" + entry.getValue()),
                        spec.identity().setpriv().stream(),
                        Stream.of("--"),
                        command.stream())
                .flatMap(words -> words)
                .toList();
    }

    private static String words(List<String> words) {
        return words.stream().map(Shell::quote).collect(Collectors.joining(" "));
    }
}

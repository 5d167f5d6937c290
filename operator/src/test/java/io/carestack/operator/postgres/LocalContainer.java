package io.carestack.operator.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A container of an instance as processes of this machine: own mounts, own process ids, an address of its own on the loopback interface. */
final class LocalContainer {
    private static final String SETUP = """
            set -e
            mount -t tmpfs tmpfs /run
            for each in config superuser replication tls state; do
              mkdir -p /run/carestack/$each
              mount --bind "$1/$each" /run/carestack/$each
            done
            mount -t tmpfs tmpfs /var/lib/postgresql
            mkdir -p /var/lib/postgresql/data
            mount --bind "$1/data" /var/lib/postgresql/data
            mount --bind "$1/hosts" /etc/hosts
            cd /
            exec setpriv --reuid=postgres --regid=postgres --clear-groups env -i PATH="$3:$4" LANG=C.UTF-8 \
              POD_NAME="$2" PGDATA=/var/lib/postgresql/data/pgdata PGHOST=/run/carestack/state PGUSER=postgres \
              sh /run/carestack/config/entrypoint.sh
            """;

    private final String name;
    private final String address;
    private final Path home;
    private final Path binaries;
    private final String tools;
    private Optional<Process> process = Optional.empty();
    private boolean limited;

    /** @param tools search path of the programs that are not PostgreSQL's */
    LocalContainer(String name, String address, Path home, Path binaries, String tools) {
        this.name = name;
        this.address = address;
        this.home = home;
        this.binaries = binaries;
        this.tools = tools;
        Stream.of("config", "superuser", "replication", "tls", "state", "data")
                .forEach(each -> directory(home.resolve(each)));
    }

    String address() {
        return address;
    }

    Path home() {
        return home;
    }

    boolean runs() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** Whether its server listens. A frozen one does, too: only a read would find out. */
    boolean accepts() {
        if (!runs()) {
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 5432), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How the last run ended; empty while it runs. */
    Optional<Integer> exitCode() {
        return process.filter(ended -> !ended.isAlive()).map(Process::exitValue);
    }

    /** Gives it a volume of this size, before it starts for the first time. */
    void limit(String size) {
        run("mount", "-t", "tmpfs", "-o", "mode=0777,size=" + size, "tmpfs", volume());
        limited = true;
    }

    /** Gives it a file system of its own, which can be made to hang, before it starts for the first time. */
    void ownDisk() {
        String image = home.resolve("disk").toString();
        run("truncate", "--size=512M", image);
        run("mkfs.ext4", "-q", image);
        run("mount", "-o", "loop", image, volume());
        directory(home.resolve("data"));
        limited = true;
    }

    /** Every write to its volume waits, for hours if need be. */
    void stallDisk() {
        run("fsfreeze", "--freeze", volume());
    }

    void resumeDisk() {
        run("fsfreeze", "--unfreeze", volume());
    }

    /** Where it finds other instances: a name leads to the address of another one from its next connection on. */
    void misled(String text, String instead) throws IOException {
        Path hosts = home.resolve("hosts");
        Files.writeString(hosts, Files.readString(hosts).replace(text, instead));
    }

    /** Leaves not a byte to the server. */
    void fillVolume() {
        run("sh", "-c", "cat /dev/zero >" + volume() + "/ballast 2>/dev/null || true");
    }

    void grow(String size) {
        run("mount", "-o", "remount,size=" + size, volume());
    }

    void releaseVolume() {
        if (limited) {
            run("umount", volume());
        }
    }

    private String volume() {
        return home.resolve("data").toString();
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            end(process);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what the kubelet would mount. */
    void mount(String volume, Map<String, String> files) {
        try {
            Path directory = home.resolve(volume);
            try (Stream<Path> present = Files.list(directory)) {
                for (Path file : present.toList()) {
                    if (!files.containsKey(file.getFileName().toString())) {
                        Files.delete(file);
                    }
                }
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                    Path fresh = home.resolve(file.getKey() + ".fresh");
                    Files.writeString(fresh, file.getValue());
                    Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a Secret as the kubelet does: each version in a directory of its own, and a link that is replaced. */
    void mountVersion(String volume, String version, Map<String, String> files) {
        try {
            Path directory = home.resolve(volume);
            Path link = directory.resolve("..data");
            if (files.isEmpty()) {
                Files.deleteIfExists(link);
            } else if (!Files.isDirectory(directory.resolve(version))
                    || !Files.readSymbolicLink(link).equals(Path.of(version))) {
                Files.createDirectories(directory.resolve(version));
                for (Map.Entry<String, String> file : files.entrySet()) {
                    Files.writeString(directory.resolve(version).resolve(file.getKey()), file.getValue());
                    Path name = directory.resolve(file.getKey());
                    if (!Files.isSymbolicLink(name)) {
                        Files.createSymbolicLink(name, Path.of("..data", file.getKey()));
                    }
                }
                Path fresh = directory.resolve("..fresh");
                Files.createSymbolicLink(fresh, Path.of(version));
                Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start(String hosts) {
        try {
            Files.writeString(home.resolve("hosts"), hosts);
            process = Optional.of(new ProcessBuilder(
                            "unshare",
                            "--mount",
                            "--pid",
                            "--fork",
                            "--kill-child=SIGKILL",
                            "--mount-proc",
                            "sh",
                            "-c",
                            SETUP,
                            "setup",
                            home.toString(),
                            name,
                            binaries.toString(),
                            tools)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The container's processes are killed, as when its node loses power. */
    void kill() {
        process.ifPresent(running -> {
            // its first process takes all others of its process namespace along
            running.children().forEach(ProcessHandle::destroyForcibly);
            end(running);
        });
    }

    /** SIGTERM to the container's first process. */
    void terminate() {
        process.ifPresent(running -> {
            running.children().forEach(ProcessHandle::destroy);
            end(running);
        });
    }

    /** None of the container's processes gets any time, as in a virtual machine that is paused. */
    void freeze() {
        signal("-STOP");
    }

    void thaw() {
        signal("-CONT");
    }

    /** Only processes whose command line has none of these words get no time. */
    void freezeAllBut(String... words) {
        signal("-STOP", each -> Stream.of(words).noneMatch(commandLine(each)::contains));
    }

    /** Processes whose command line has one of these words stay frozen. */
    void thawAllBut(String... words) {
        signal("-CONT", each -> Stream.of(words).noneMatch(commandLine(each)::contains));
    }

    private void signal(String signal) {
        signal(signal, each -> true);
    }

    private void signal(String signal, Predicate<ProcessHandle> which) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        process.ifPresent(
                running -> running.descendants().filter(which).forEach(each -> command.add(Long.toString(each.pid()))));
        // some may have ended meanwhile
        run("sh", "-c", String.join(" ", command) + " 2>/dev/null || true");
    }

    /** As the process shows it: PostgreSQL's say there what they do. Empty for one that is gone. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void end(Process running) {
        try {
            if (!running.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the container does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empties the volume. */
    void empty() {
        empty("data");
    }

    /** Empties the data directory, and leaves it and its volume. */
    void emptyDataDirectory() {
        empty("data/pgdata");
    }

    private void empty(String directory) {
        try (Stream<Path> files = Files.walk(home.resolve(directory))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(home.resolve(directory))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gets the volume of another, stopped container. */
    void takeData(LocalContainer other) {
        try {
            Files.move(other.home.resolve("data/pgdata"), home.resolve("data/pgdata"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void directory(Path path) {
        try {
            Files.createDirectories(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.carestack.acceptance.patroni;

import io.carestack.sandbox.machinery.Shell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One node: a Patroni process and the server that it started, which outlives it. */
final class PatroniNode {
    private static final List<String> AS_POSTGRES =
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups");

    private final String name;
    private final int port;
    private final int apiPort;
    private final Path directory;
    private Optional<Process> process = Optional.empty();

    PatroniNode(String name, int port, int apiPort, Path directory) {
        this.name = name;
        this.port = port;
        this.apiPort = apiPort;
        this.directory = directory;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    String api() {
        return "http://127.0.0.1:" + apiPort;
    }

    /** A command line that runs as the user of the database. */
    static List<String> asPostgres(String... command) {
        return Stream.concat(AS_POSTGRES.stream(), Stream.of(command)).toList();
    }

    /** Writes the node's configuration and starts it. */
    void start(String shared, String etcd) throws IOException {
        Path file = directory.resolve(name + ".yml");
        Files.writeString(file, """
                scope: bench
                name: %1$s
                restapi: {listen: "127.0.0.1:%3$d", connect_address: "127.0.0.1:%3$d"}
                etcd3: {host: "%5$s"}
                %6$s
                postgresql:
                  listen: "127.0.0.1:%2$d"
                  connect_address: "127.0.0.1:%2$d"
                  data_dir: %4$s/%1$s
                  bin_dir: /usr/lib/postgresql/15/bin
                  pgpass: %4$s/%1$s.pgpass
                  authentication:
                    superuser: {username: postgres, password: bench}
                    replication: {username: replicator, password: bench}
                    rewind: {username: rewinder, password: bench}
                  parameters: {unix_socket_directories: "%4$s", shared_buffers: 64MB}
                """.formatted(name, port, apiPort, directory, etcd, shared));
        // as a service manager does: a backend whose server was killed reads its standard input, and ends when that has
        // ended
        process = Optional.of(Shell.builder(asPostgres("patroni", file.toString()))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(name + ".log").toFile()))
                .start());
    }

    boolean runs() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** The server process alone. */
    void killServer() {
        server().ifPresent(server -> signal("KILL", List.of(server)));
    }

    /** Everything of the node at once. */
    void kill() {
        signal("KILL", processes());
    }

    void freeze() {
        signal("STOP", processes());
    }

    void thaw() {
        signal("CONT", processes());
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>();
        process.map(Process::toHandle).ifPresent(all::add);
        process.map(Process::descendants).stream().flatMap(each -> each).forEach(all::add);
        server().ifPresent(server -> {
            all.add(server);
            server.descendants().forEach(all::add);
        });
        return all.stream().distinct().toList();
    }

    private Optional<ProcessHandle> server() {
        Path file = directory.resolve(name).resolve("postmaster.pid");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().flatMap(line -> ProcessHandle.of(Long.parseLong(line.strip())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) {
        if (processes.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-s", signal));
        processes.forEach(each -> command.add(Long.toString(each.pid())));
        Shell.run(command, "", Duration.ofSeconds(10));
    }
}

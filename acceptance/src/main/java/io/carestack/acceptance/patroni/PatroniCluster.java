package io.carestack.acceptance.patroni;

import io.carestack.acceptance.gaps.Contender;
import io.carestack.acceptance.gaps.Harm;
import io.carestack.acceptance.history.Database;
import io.carestack.sandbox.image.InstalledImages;
import io.carestack.sandbox.machinery.Shell;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Three nodes of Debian's Patroni with PostgreSQL 15 in synchronous mode, and an etcd, all as processes of this machine. */
public final class PatroniCluster implements Contender {
    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final String SHARED = """
            bootstrap:
              dcs:
                ttl: %d
                loop_wait: %d
                retry_timeout: %d
                synchronous_mode: true
                postgresql: {use_pg_rewind: true, use_slots: true, parameters: {wal_log_hints: "on"}}
              initdb: [{encoding: UTF8}, data-checksums]
              pg_hba: ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust", "local all all trust"]""";

    private static final AutoCloseable OVER = () -> {};

    private final Pace pace;
    private final Path directory;
    private final Path logs;
    private final Process etcd;
    private final String etcdAddress;
    private final List<PatroniNode> nodes;
    private final LeaderWatch watch;

    private PatroniCluster(
            Pace pace, Path directory, Path logs, Process etcd, String etcdAddress, List<PatroniNode> nodes) {
        this.pace = pace;
        this.directory = directory;
        this.logs = logs;
        this.etcd = etcd;
        this.etcdAddress = etcdAddress;
        this.nodes = nodes;
        this.watch = new LeaderWatch(nodes);
    }

    /** How fast it looks. */
    public enum Pace {
        DEFAULT("Patroni", 30, 10, 10),
        TUNED("Patroni, ttl 10, loop_wait 2, retry_timeout 3", 10, 2, 3);

        private final String description;
        private final String shared;

        Pace(String description, int ttl, int loopWait, int retryTimeout) {
            this.description = description;
            this.shared = SHARED.formatted(ttl, loopWait, retryTimeout);
        }
    }

    /** One line that says what this machine lacks; empty when nothing. */
    public static Optional<String> missing() {
        List<String> absent = Stream.of("patroni", "etcd")
                .filter(program -> !InstalledImages.installed(program))
                .toList();
        if (!absent.isEmpty()) {
            return Optional.of("it needs Debian's packages patroni, etcd-server and python3-etcd");
        }
        return Files.isExecutable(Path.of("/usr/lib/postgresql/15/bin/postgres"))
                ? Optional.empty()
                : Optional.of("it is measured with PostgreSQL 15");
    }

    /** Starts one and returns when it replicates. */
    public static PatroniCluster start(Pace pace, Path logs) throws Exception {
        Path directory = Files.createTempDirectory("carestack-patroni-");
        Shell.script("chown postgres:postgres %1$s; chmod 0755 %1$s".formatted(directory));
        String etcdAddress = "127.0.0.1:" + freePort();
        String peer = "http://127.0.0.1:" + freePort();
        Process etcd = Shell.builder(PatroniNode.asPostgres(
                        "etcd",
                        "--data-dir=" + directory.resolve("etcd"),
                        "--listen-client-urls=http://" + etcdAddress,
                        "--advertise-client-urls=http://" + etcdAddress,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=default=" + peer))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("etcd.log").toFile()))
                .start();
        List<PatroniNode> nodes = List.of(node("node1", directory), node("node2", directory), node("node3", directory));
        PatroniCluster cluster = new PatroniCluster(pace, directory, logs, etcd, etcdAddress, nodes);
        try {
            cluster.startNode(nodes.getFirst());
            cluster.awaitLeader();
            for (PatroniNode node : nodes.subList(1, nodes.size())) {
                cluster.startNode(node);
            }
            cluster.awaitWell();
            return cluster;
        } catch (Exception e) {
            cluster.close();
            throw e;
        }
    }

    private static PatroniNode node(String name, Path directory) throws IOException {
        return new PatroniNode(name, freePort(), freePort(), directory);
    }

    private void startNode(PatroniNode node) throws IOException {
        node.start(pace.shared, etcdAddress);
    }

    @Override
    public String name() {
        return pace.description;
    }

    /** Nodes have no container and no pod: the loss of all their processes is the same for both. */
    @Override
    public Set<Harm> harms() {
        return EnumSet.of(Harm.POSTMASTER_KILLED, Harm.NODE_CRASHED, Harm.FROZEN, Harm.SWITCHOVER);
    }

    @Override
    public Database clients() {
        return () -> {
            PatroniNode leader = watch.leader().orElseThrow(() -> new SQLException("nobody says that it leads"));
            return connect(leader);
        };
    }

    private static Connection connect(PatroniNode node) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + node.port()
                + "/postgres?user=postgres&password=bench&connectTimeout=1&socketTimeout=3");
    }

    @Override
    public void awaitWell() throws Exception {
        await("a whole cluster", () -> {
            for (PatroniNode node : nodes) {
                if (!node.runs()) {
                    startNode(node);
                }
            }
            Optional<PatroniNode> leader = watch.leader();
            return leader.isPresent()
                    && count(leader.get(), "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", "")
                            >= nodes.size() - 1
                    && watch.knowsSynchronousStandby(leader.get());
        });
    }

    private void awaitLeader() throws Exception {
        await("a leader", () -> watch.leader().isPresent());
    }

    @Override
    public String primary() throws Exception {
        awaitLeader();
        return watch.leader().map(PatroniNode::name).orElse("");
    }

    @Override
    public AutoCloseable hurt(Harm harm, String primary) throws Exception {
        PatroniNode node = named(primary);
        return switch (harm) {
            case POSTMASTER_KILLED -> {
                node.killServer();
                yield OVER;
            }
            case NODE_CRASHED -> {
                node.kill();
                yield OVER;
            }
            case FROZEN -> {
                node.freeze();
                yield node::thaw;
            }
            case SWITCHOVER -> {
                switchOver(primary);
                yield OVER;
            }
            case CONTAINER_KILLED, POD_DELETED, STALLED, CUT_OFF ->
                throw new IllegalArgumentException("not one of harms(): " + harm.description());
        };
    }

    /** To the synchronous standby, which is the only one that Patroni accepts. */
    private void switchOver(String primary) throws IOException, InterruptedException, SQLException {
        String target;
        try (Connection connection = connect(named(primary));
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT application_name FROM pg_stat_replication WHERE sync_state = 'sync'");
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("no synchronous standby");
            }
            target = row.getString(1);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(named(primary).api() + "/switchover"))
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"leader\": \"%s\", \"candidate\": \"%s\"}".formatted(primary, target)))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the switchover was refused: " + answer.body());
            }
        }
    }

    @Override
    public boolean streams(String instance) {
        return watch.leader()
                .filter(leader -> count(
                                leader,
                                "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name = ?",
                                instance)
                        > 0)
                .isPresent();
    }

    @Override
    public Optional<Boolean> hasStopped(String instance) {
        return Optional.empty();
    }

    private static int count(PatroniNode node, String query, String parameter) {
        try (Connection connection = connect(node);
                PreparedStatement statement = connection.prepareStatement(query)) {
            if (!parameter.isEmpty()) {
                statement.setString(1, parameter);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            return 0;
        }
    }

    private PatroniNode named(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(what + ": not within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    @Override
    public void close() throws IOException {
        watch.close();
        nodes.forEach(PatroniNode::kill);
        etcd.destroyForcibly();
        Shell.script("""
                for log in %1$s/*.log; do cp "$log" "%2$s/%3$s-$(basename "$log")"; done
                rm -rf %1$s
                """.formatted(directory, logs, pace.name().toLowerCase(Locale.ROOT)));
    }
}

package io.carestack.operator.postgres;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.postgres.plan.Facts;
import io.carestack.operator.postgres.plan.Suspicion;
import io.carestack.operator.store.Digest;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.postgresql.Driver;

/** A stack's database of real PostgreSQL processes: applies what the reconciler wants as a kubelet would, and restarts what ended. */
final class LocalStack implements AutoCloseable {
    static final String FIRST = "notes-postgres-0";
    static final String SECOND = "notes-postgres-1";
    static final String THIRD = "notes-postgres-2";
    private static final AtomicInteger NETWORKS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final FakeKubernetes kubernetes = new FakeKubernetes();
    final Map<String, LocalContainer> containers = new TreeMap<>();
    private final List<String> replaced = new ArrayList<>();
    private final Set<String> held = new HashSet<>();
    /** Annotations of pods, as their template had them when they were made. */
    private final Map<String, Map<String, String>> made = new TreeMap<>();

    private Predicate<String> withCertificates = name -> true;
    private final MovedClock clock = new MovedClock();
    final LocalPods pods = new LocalPods();
    private Consumer<LocalContainer> volumes = container -> {};
    private String tools = "/usr/bin:/bin";

    private final Path home;
    private final Path binaries;
    private final String network;
    private List<HasMetadata> children = new ArrayList<>();
    private final PrimaryProbes probes = new PrimaryProbes(owner -> {});
    /** What the operator exports that was started last. */
    private PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private PostgresReconciler reconciler;
    private String spec;
    private boolean hibernate;

    LocalStack(String postgresYaml) throws IOException {
        binaries = RealPostgres.Possible.binaries().orElseThrow();
        home = Files.createTempDirectory("carestack-postgres");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        network = "127.%d.%d.".formatted(64 + ProcessHandle.current().pid() % 64, NETWORKS.incrementAndGet() % 250);
        reconciler = operator();
        spec = postgresYaml;
    }

    /** Every volume has this size, in the notation of mount. */
    LocalStack withVolumesOf(String size) {
        return withVolumes(container -> container.limit(size));
    }

    /** Every volume is made like this, before its container starts for the first time. */
    LocalStack withVolumes(Consumer<LocalContainer> making) {
        volumes = making;
        return this;
    }

    /** The scripts find busybox and nothing else besides PostgreSQL, as in an image of Alpine. */
    LocalStack withBusybox() throws IOException {
        tools = Busybox.install(Files.createDirectory(home.resolve("tools"))).toString();
        return this;
    }

    private PostgresReconciler operator() {
        metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        return new PostgresReconciler(
                kubernetes,
                kubernetes,
                kubernetes,
                probes,
                new DatabaseMetrics(metrics, Clock.systemUTC()),
                new SecureRandom(),
                clock);
    }

    /** The container is killed and not started again before {@link #release}. */
    void hold(String instance) {
        held.add(instance);
        container(instance).kill();
    }

    /** Its pod is deleted, with its grace period, and has no node before {@link #release}. */
    void delete(String instance) {
        held.add(instance);
        container(instance).terminate();
    }

    /** Instances whose pods were deleted by the operator, in this order. */
    List<String> replaced() {
        return List.copyOf(replaced);
    }

    void release(String instance) {
        held.remove(instance);
        pods.heard(instance);
    }

    /** Containers that ended start again, as they do without any operator. */
    void kubelet() {
        containers.forEach((name, container) -> {
            if (!container.runs() && !held.contains(name)) {
                pods.starts(name, container);
                container.start(LocalObjects.hosts(network));
            }
        });
    }

    /** Pods whose template has no certificates, as those of an earlier version of the operator. */
    void withoutCertificates(Predicate<String> instances) {
        withCertificates = instances.negate();
    }

    /** Moves the operator's clock; the instances' stays as it is. */
    void later(Duration duration) {
        clock.move(duration);
    }

    /** Another operator process takes over. */
    void restartOperator() {
        reconciler = operator();
    }

    /** What one operator process does while another one, which believes to lead as well, is in the middle of something. */
    void asAnotherOperator(Runnable passes) {
        PostgresReconciler paused = reconciler;
        restartOperator();
        passes.run();
        reconciler = paused;
    }

    /** No operator process runs, and none probes, until the next pass. */
    void withoutOperator() {
        probes.close();
        restartOperator();
    }

    void hibernate(boolean wanted) {
        hibernate = wanted;
    }

    void spec(String postgresYaml) {
        spec = postgresYaml;
    }

    /** One pass of the operator, and what the cluster makes of it. */
    PostgresResult pass() {
        EffectiveStack stack = Stacks.effective("hibernate: " + hibernate
                + "\ncomponents: [{name: web, image: 'acme/web:1', port: 3001}]\npostgres:\n" + spec.indent(2));
        List<HasMetadata> seen = new ArrayList<>(children);
        containers.forEach((name, container) -> seen.add(pods.pod(
                name,
                container,
                Optional.ofNullable(kubernetes.roles().get(name)),
                made.getOrDefault(name, Map.of()))));
        PostgresResult result = reconciler.reconcile(stack, (Database.Managed) stack.database(), new Children(seen));
        kubernetes.takeDeleted().forEach(pod -> {
            container(pod).terminate();
            made.remove(pod);
            replaced.add(pod);
            kubernetes.forgetRole(pod);
        });
        apply(result.desired());
        return result;
    }

    /** Passes until the predicate holds. */
    PostgresResult until(String what, Predicate<PostgresResult> predicate) {
        List<PostgresResult> last = new ArrayList<>();
        try {
            return Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> {
                                PostgresResult result = pass();
                                last.clear();
                                last.add(result);
                                return result;
                            },
                            predicate);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    what + " was not reached: " + last.getFirst().conditions() + "\n" + logs(), e);
        }
    }

    PostgresResult untilConverged() {
        return until("converged", result -> result.lookAgain().isEmpty());
    }

    /** Who was promoted instead of the first instance, as soon as somebody is. */
    String takenOver() {
        until(
                "taken over",
                result -> kubernetes.memory().promoted()
                        && kubernetes.memory().primary().filter(FIRST::equals).isEmpty());
        return kubernetes.memory().primary().orElseThrow();
    }

    private void apply(List<HasMetadata> desired) {
        if (desired.isEmpty()) {
            return;
        }
        ConfigMap config = (ConfigMap)
                desired.stream().filter(ConfigMap.class::isInstance).findFirst().orElseThrow();
        StatefulSet set = (StatefulSet) desired.stream()
                .filter(StatefulSet.class::isInstance)
                .findFirst()
                .orElseThrow();
        children = new ArrayList<>(List.of(config, set));
        for (int ordinal = 0; ordinal < set.getSpec().getReplicas(); ordinal++) {
            int host = ordinal + 1;
            containers.computeIfAbsent("notes-postgres-" + ordinal, name -> {
                LocalContainer container =
                        new LocalContainer(name, network + host, home.resolve(name), binaries, tools);
                volumes.accept(container);
                return container;
            });
        }
        containers.entrySet().removeIf(entry -> {
            boolean gone = Integer.parseInt(entry.getKey().substring("notes-postgres-".length()))
                    >= set.getSpec().getReplicas();
            if (gone) {
                entry.getValue().terminate();
            }
            return gone;
        });
        containers.forEach((name, container) -> {
            children.add(LocalObjects.claim(name));
            Map<String, String> data = new TreeMap<>(config.getData());
            data.computeIfPresent(
                    "postgresql.conf",
                    (key, text) -> text.replace(
                                    "listen_addresses = '*'", "listen_addresses = '" + container.address() + "'")
                            .replaceAll("shared_buffers = '[0-9]+MB'", "shared_buffers = '32MB'"));
            container.mount("config", data);
            container.mount("superuser", password("notes-postgres-superuser"));
            container.mount("replication", password("notes-postgres-replication"));
            Map<String, String> certificates = withCertificates.test(name)
                    ? kubernetes.find("care", "notes-postgres-tls").orElse(Map.of())
                    : Map.of();
            container.mountVersion("tls", "..version-" + Digest.of(certificates.toString()), certificates);
            made.computeIfAbsent(
                    name, pod -> set.getSpec().getTemplate().getMetadata().getAnnotations());
        });
        kubelet();
    }

    private Map<String, String> password(String secret) {
        return Map.of("password", secret(secret).getOrDefault("password", ""));
    }

    Map<String, String> secret(String name) {
        return kubernetes.find("care", name).orElseThrow();
    }

    /** The StatefulSet and everything that the CareStack owned is gone; volumes and passwords stay. */
    void deleteButRetain() {
        containers.values().forEach(LocalContainer::terminate);
        children = new ArrayList<>(
                containers.keySet().stream().map(LocalObjects::claim).toList());
        containers.keySet().forEach(kubernetes::forgetRole);
        kubernetes.loseStatus();
        restartOperator();
    }

    LocalContainer container(String instance) {
        return Optional.ofNullable(containers.get(instance)).orElseThrow();
    }

    /** What the probes say of it. */
    Suspicion suspicion(String instance) {
        return probes.suspicion(Stacks.stack("{}").getMetadata().getUid(), instance);
    }

    /** What the operator sees of an instance that answers. */
    Facts observe(String instance) {
        Optional<Facts> facts = new PostgresObserver()
                .observe(
                        List.of(new InstanceAddress(
                                instance, container(instance).address())),
                        new DatabaseLogins(superuserLogin(), "", "app", "", "app", Optional.empty()),
                        Duration.ofSeconds(5))
                .values()
                .iterator()
                .next()
                .facts();
        return facts.orElseThrow();
    }

    String metrics() {
        return metrics.scrape();
    }

    String superuserPassword() {
        return password("notes-postgres-superuser").getOrDefault("password", "");
    }

    OperatorLogin superuserLogin() {
        return new OperatorLogin(
                superuserPassword(),
                Encryption.OFFERED,
                kubernetes.find("care", "notes-postgres-tls").map(data -> data.getOrDefault("ca.crt", "")));
    }

    Connection superuser(String instance) throws SQLException {
        return Sql.open(container(instance).address(), "postgres", superuserLogin());
    }

    boolean login(String instance, String user, String password) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", "disable");
        try (Connection connection =
                new Driver().connect("jdbc:postgresql://" + container(instance).address() + ":5432/app", properties)) {
            return connection != null;
        } catch (SQLException e) {
            return false;
        }
    }

    /** Runs a statement as the superuser with commits that wait as the application's do. */
    String query(String instance, String query) throws SQLException {
        try (Connection connection = superuser(instance)) {
            Sql.execute(connection, "SET synchronous_commit = on");
            Sql.execute(connection, "SET search_path = public");
            return Sql.text(connection, query);
        }
    }

    /** Runs a statement that returns nothing; it comes back when its commit is acknowledged. */
    void run(String instance, String statement) throws SQLException {
        try (Connection connection = superuser(instance)) {
            Sql.execute(connection, "SET synchronous_commit = on");
            Sql.execute(connection, "SET search_path = public");
            Sql.execute(connection, statement);
        }
    }

    String logs() {
        StringBuilder logs = new StringBuilder();
        containers.forEach((name, container) ->
                logs.append("== ").append(name).append('\n').append(container.log()));
        return logs.toString();
    }

    @Override
    public void close() throws IOException {
        probes.close();
        containers.values().forEach(LocalContainer::kill);
        containers.values().forEach(LocalContainer::releaseVolume);
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

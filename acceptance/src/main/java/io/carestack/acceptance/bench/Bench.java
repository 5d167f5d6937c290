package io.carestack.acceptance.bench;

import io.carestack.acceptance.Repository;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Measures every line of the budgets: in the sandbox, and with {@code KUBECONFIG} in the environment on that API server as well.
 *
 * <p>The sizes come from the environment, see {@link BenchSettings}. Results go to standard output and to {@code target/bench}.
 */
public final class Bench {
    private final BenchSettings settings;
    private final Path directory;

    private Bench(BenchSettings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory =
                Files.createDirectories(Repository.path("acceptance/target").resolve("bench"));
        Bench bench = new Bench(BenchSettings.from(System.getenv()), directory);
        try (Server server = EmbeddedServer.start(directory)) {
            bench.run(server);
        }
        String kubeconfig = System.getenv("KUBECONFIG");
        if (kubeconfig != null && !kubeconfig.isBlank()) {
            try (Server server = ClusterServer.of(Path.of(kubeconfig))) {
                bench.run(server);
            }
        }
        System.exit(0);
    }

    private void run(Server server) throws Exception {
        Report report = new Report("Budgets: " + server.name());
        report.note(server.description());
        report.note(conditions());
        install(server.client());
        Fleet fleet = Fleet.create(
                server.client(),
                "carestack-bench-"
                        + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36));
        try (Rig rig = new Rig(server, fleet, Sightings.of(server.client(), fleet.namespace()), directory)) {
            train(rig, report);
            emptyClient(rig, report);
            new SmallFleet(rig, settings, report).measure();
            new LargeFleet(rig, settings, report).measure();
        } finally {
            report.note("at the end: " + conditions());
            report.print();
            report.write(directory.resolve("results-" + server.name() + ".md"));
            fleet.delete();
        }
    }

    /** Records the AOT cache as the image does: in a start and the first pass over a stack. */
    private static void train(Rig rig, Report report) throws Exception {
        if (Files.exists(rig.cache()) && rig.server() instanceof ClusterServer) {
            return;
        }
        Files.deleteIfExists(rig.cache());
        rig.start("-XX:AOTCacheOutput=" + rig.cache());
        rig.add("training");
        rig.settle(Duration.ofSeconds(3));
        rig.stop();
        report.note("AOT cache recorded in this run: %d MB".formatted(Files.size(rig.cache()) >> 20));
    }

    private void emptyClient(Rig rig, Report report) throws IOException, InterruptedException {
        EmptyClientProcess.Result result = EmptyClientProcess.measure(rig.server(), rig.fleet(), directory);
        report.line(
                "a Java VM with nothing but the client",
                "%s, first list answered after %.1f s (no AOT cache)"
                        .formatted(SmallFleet.mb(result.megabytes()), result.seconds()));
    }

    private static void install(KubernetesClient client) throws IOException {
        if (client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName("carestacks.carestack.io")
                        .get()
                != null) {
            return;
        }
        try (InputStream yaml = Files.newInputStream(Repository.path("crds/carestacks.carestack.io.yaml"))) {
            for (HasMetadata definition : client.load(yaml).items()) {
                client.resource(definition).create();
            }
        }
    }

    private static String conditions() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int cores = Runtime.getRuntime().availableProcessors();
        return "%d cores, load average %.1f%s"
                .formatted(
                        cores,
                        load,
                        Optional.of(" (more work than cores: times are longer than on a machine of one's own)")
                                .filter(warning -> load > cores)
                                .orElse(""));
    }
}

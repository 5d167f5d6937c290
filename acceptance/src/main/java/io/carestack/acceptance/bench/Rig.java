package io.carestack.acceptance.bench;

import io.carestack.acceptance.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The operator's process on one server with a fleet: started, stopped, and watched until it has nothing left to do. */
final class Rig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration CATCH_UP = Duration.ofMinutes(15);
    private static final Path JAR = Repository.path("operator/target/carestack-operator.jar");

    private final Server server;
    private final Fleet fleet;
    private final Sightings sightings;
    private final Path directory;
    private Optional<OperatorProcess> running = Optional.empty();
    private int stacks;

    Rig(Server server, Fleet fleet, Sightings sightings, Path directory) {
        this.server = server;
        this.fleet = fleet;
        this.sightings = sightings;
        this.directory = directory;
    }

    Server server() {
        return server;
    }

    Fleet fleet() {
        return fleet;
    }

    Sightings sightings() {
        return sightings;
    }

    OperatorProcess operator() {
        return running.orElseThrow();
    }

    int stacks() {
        return stacks;
    }

    /** Starts the operator with the AOT cache of this run. */
    void start() throws IOException {
        start("-XX:AOTCache=" + cache());
    }

    void start(String option) throws IOException {
        running = Optional.of(OperatorProcess.start(
                JAR,
                server.kubeconfig(),
                fleet.namespace(),
                directory.resolve("operator-" + server.name() + ".log"),
                List.of(option)));
    }

    void stop() {
        running.ifPresent(OperatorProcess::close);
        running = Optional.empty();
    }

    Path cache() {
        return directory.resolve("carestack-operator.aot");
    }

    void add(String name) {
        fleet.add(name);
        stacks++;
    }

    /** The operator's requests since its process started, by its own count. */
    Requests requests() throws InterruptedException {
        return operator().metrics().map(Requests::of).orElseGet(Requests::none);
    }

    /** Adds stacks until there are so many, and waits until the operator has nothing left to do. */
    void grow(int size) throws InterruptedException, TimeoutException {
        while (stacks < size) {
            add("stack-%04d".formatted(stacks));
        }
        settle(Duration.ofSeconds(3));
    }

    /** Waits until the operator serves metrics and neither passes nor requests were added for this long. */
    void settle(Duration quiet) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        long since = System.nanoTime();
        Activity last = activity();
        while (last.serving() == 0 || System.nanoTime() - since < quiet.toNanos()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the operator did not come to rest within " + CATCH_UP + ": " + last);
            }
            TimeUnit.MILLISECONDS.sleep(200);
            Activity now = activity();
            if (!now.equals(last)) {
                since = System.nanoTime();
            }
            last = now;
        }
    }

    @Override
    public void close() {
        stop();
        sightings.close();
    }

    private Activity activity() throws InterruptedException {
        Optional<Exposition> metrics = operator().metrics();
        server.loggedWrites();
        return new Activity(
                metrics.isPresent() ? 1 : 0,
                metrics.map(seen -> seen.sum("reconciliations_execution_duration_seconds_count"))
                        .orElse(0.0),
                metrics.map(seen -> Requests.of(seen).writes()).orElse(0L));
    }

    private record Activity(int serving, double passes, long writes) {}
}

package io.carestack.acceptance;

import io.carestack.acceptance.history.Verdict;
import io.carestack.acceptance.history.Writers;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.api.PostgresStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * The main job on this machine: one CareStack becomes a running web application with a replicated database and a cache.
 *
 * <p>With {@code KEEP=1} in the environment it goes on running until it is interrupted.
 */
public final class Demo {
    private static final String NAMESPACE = "care";
    private static final String STACK = "writecarenotes";
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final Stage stage;
    private final Instant start = Instant.now();

    private Demo(Stage stage) {
        this.stage = stage;
    }

    public static void main(String[] arguments) throws Exception {
        System.setProperty("CARESTACK_LOG_LEVEL", "WARN");
        say("starting the sandbox: an API server, controllers and a node that runs real processes");
        try (Stage stage = Stage.start()) {
            new Demo(stage).run();
        }
        say("stopped; nothing is left running");
        System.exit(0);
    }

    private void run() throws Exception {
        stage.namespace(NAMESPACE);
        say("applying examples/%s.yaml to namespace %s".formatted(STACK, NAMESPACE));
        stage.apply(Repository.path("examples/" + STACK + "-prerequisites.yaml"), NAMESPACE);
        stage.apply(Repository.path("examples/" + STACK + ".yaml"), NAMESPACE);
        awaitReady();
        StackClient client = new StackClient(stage.client(), NAMESPACE, STACK);
        say("the application says: " + client.get("app", 3001, "/api/health/detailed"));
        say("wrote " + client.writeRows(100) + " rows through " + STACK + "-postgres-rw");
        say("a replica answers through " + STACK + "-postgres-ro: " + client.awaitRows(100) + " rows");
        say("Redis answers: " + client.redisRoundTrip("main"));
        losePrimary(client);
        new DemoReleases(stage.client(), NAMESPACE, STACK, Demo::say).run();
        hint();
    }

    /** Kills the primary's container while clients write, and compares what they were told with what is there. */
    private void losePrimary(StackClient client) throws Exception {
        String primary = Objects.requireNonNull(postgres().primary());
        long term = Objects.requireNonNull(postgres().term());
        try (Writers writers = Writers.start(client.readWrite(), 8)) {
            await("the clients write", () -> writers.acknowledged().size() > 500);
            say("8 clients write; killing the primary " + primary);
            int before = writers.acknowledged().size();
            stage.sandbox().faults().kill(NAMESPACE, primary, "postgres", "KILL");
            await(
                    "the clients write again",
                    () -> Objects.requireNonNull(postgres().term()) > term
                            && writers.acknowledged().size() > before + 500);
            Verdict verdict = writers.judge();
            say("%s takes writes in term %d; writes stopped for %.1f s; %,d acknowledged, %d lost"
                    .formatted(
                            postgres().primary(),
                            postgres().term(),
                            verdict.gap().toMillis() / 1000.0,
                            verdict.acknowledged(),
                            verdict.lost().size()));
            if (!verdict.lost().isEmpty()) {
                throw new IllegalStateException("acknowledged rows are lost: " + verdict.lost());
            }
        }
        awaitReady();
        say("%s is back; %s instances are ready".formatted(primary, postgres().ready()));
    }

    private PostgresStatus postgres() {
        return Objects.requireNonNull(
                Objects.requireNonNull(stage.stack(NAMESPACE, STACK).getStatus())
                        .postgres());
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException, TimeoutException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new TimeoutException(what + ": not within " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Prints the status line each time it changes. */
    private void awaitReady() throws InterruptedException, TimeoutException {
        System.out.println(StatusLine.HEADER);
        String last = "";
        while (true) {
            CareStack stack = stage.stack(NAMESPACE, STACK);
            String line = StatusLine.of(stack).toString();
            if (!line.equals(last)) {
                System.out.printf(
                        "%-110s +%ds%n",
                        line, Duration.between(start, Instant.now()).toSeconds());
                last = line;
            }
            if (stack.getStatus() != null && stack.getStatus().phase() == Phase.Ready) {
                return;
            }
            if (Instant.now().isAfter(start.plus(PATIENCE))) {
                throw new TimeoutException("the stack is not ready after " + PATIENCE + ": " + stack.getStatus());
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private void hint() throws InterruptedException {
        if (!"1".equals(System.getenv("KEEP"))) {
            say("make demo KEEP=1 leaves this running, to look around with kubectl");
            return;
        }
        say("look around:  export KUBECONFIG=" + stage.sandbox().kubeconfig());
        say("              kubectl -n " + NAMESPACE + " get carestack,pods");
        say("stop with Ctrl-C");
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            interrupted.countDown();
            stage.close();
            closed.countDown();
        }));
        interrupted.await();
        closed.await();
    }

    private static void say(String sentence) {
        System.out.println("» " + sentence);
    }
}

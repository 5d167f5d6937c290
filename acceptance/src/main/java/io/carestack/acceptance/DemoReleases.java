package io.carestack.acceptance;

import static java.util.Objects.requireNonNull;

import io.carestack.acceptance.load.Load;
import io.carestack.acceptance.load.LoadReport;
import io.carestack.acceptance.load.LoadShape;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.RolloutStatus;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The demo's releases: a good one that no client notices, and a bad one that undoes itself. */
record DemoReleases(KubernetesClient client, String namespace, String stack, Consumer<String> say) {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final LoadShape CLIENTS = new LoadShape(20, 100, 10, 5, Duration.ofSeconds(4));

    /** What takes minutes in earnest takes seconds here. */
    private static final String BRIEF = """
            [{"op": "add", "path": "/spec/rollout", "value": {
                "verification": {"interval": "1s", "consecutive": 2, "attempts": 60},
                "monitor": {"duration": "25s"}, "retire": {"after": "2s"}}}]
            """;

    void run() throws Exception {
        patch(BRIEF);
        Service service = client.services()
                .inNamespace(namespace)
                .withName(stack + "-app")
                .require();
        try (Load load = new Load(new InetSocketAddress(service.getSpec().getClusterIP(), 3001), CLIENTS)) {
            releaseAGoodOne(load);
            releaseABadOne(load);
        }
    }

    private void releaseAGoodOne(Load load) throws Exception {
        say.accept("releasing version 2.0.0 under %d requests a second, %d open streams and slow requests"
                .formatted(CLIENTS.requestsPerSecond(), CLIENTS.streams()));
        Instant start = Instant.now();
        String before = requireNonNull(rollout().stable()).revision();
        patch(image("2.0.0"));
        await("the switch", status -> "Monitoring".equals(status.phase()));
        double switched = seconds(start);
        await(
                "version 2.0.0",
                status -> "Stable".equals(status.phase())
                        && !requireNonNull(status.stable()).revision().equals(before));
        LoadReport report = load.report();
        say.accept(
                "version 2.0.0 is live after %.1f s, the old pods are gone after %.1f s; %,d requests answered, %d failed"
                        .formatted(switched, seconds(start), report.answered(), report.failed()));
        if (report.failed() > 0) {
            throw new IllegalStateException("clients saw failures: " + report.failures());
        }
    }

    private void releaseABadOne(Load load) throws Exception {
        say.accept("releasing version 3.0.0, which is healthy until it has been live for a moment, and then crashes");
        long before = load.report().failed();
        String good = requireNonNull(rollout().stable()).revision();
        patch("""
                [{"op": "replace", "path": "/spec/components/0/image", "value": "ghcr.io/acme/writecarenotes:3.0.0"},
                 {"op": "add", "path": "/spec/components/0/env/-", "value": {"name": "CRASH_AFTER", "value": "20"}}]
                """);
        await("the way back", status -> "RollingBack".equals(status.phase()));
        Instant crash = Instant.now();
        await(
                "the old colour",
                status ->
                        requireNonNull(requireNonNull(status.stable()).color()).equals(status.liveColor()));
        double back = seconds(crash);
        RolloutStatus end = await("the end", status -> "Stable".equals(status.phase()) && status.target() == null);
        if (!requireNonNull(end.stable()).revision().equals(good)) {
            throw new IllegalStateException("the bad release is stable: " + end);
        }
        say.accept(
                "it crashed under traffic; version 2.0.0 served again %.1f s after that was seen, and %d requests were lost with the crashed pods"
                        .formatted(back, load.report().failed() - before));
        say.accept("the status says: " + requireNonNull(end.failed()).getFirst().message());
    }

    private static String image(String tag) {
        return "[{\"op\": \"replace\", \"path\": \"/spec/components/0/image\", \"value\": \"ghcr.io/acme/writecarenotes:%s\"}]"
                .formatted(tag);
    }

    private void patch(String operations) {
        client.resources(CareStack.class)
                .inNamespace(namespace)
                .withName(stack)
                .patch(PatchContext.of(PatchType.JSON), operations);
    }

    private RolloutStatus rollout() {
        return requireNonNull(requireNonNull(client.resources(CareStack.class)
                        .inNamespace(namespace)
                        .withName(stack)
                        .require()
                        .getStatus())
                .rollout());
    }

    private RolloutStatus await(String what, Predicate<RolloutStatus> condition)
            throws InterruptedException, TimeoutException {
        Instant end = Instant.now().plus(PATIENCE);
        while (true) {
            RolloutStatus status = rollout();
            if (condition.test(status)) {
                return status;
            }
            if (Instant.now().isAfter(end)) {
                throw new TimeoutException(what + ": not within " + PATIENCE + ": " + status);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1000.0;
    }
}

package io.carestack.acceptance.releases;

import static java.util.Objects.requireNonNull;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.api.RolloutStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A stack of one component whose releases are quick, and what can be asked of it. */
public final class ReleasedStack {
    private static final String QUICK = """
            verification: {interval: 1s, consecutive: 2, attempts: 60}
            monitor: {duration: 20s}
            retire: {after: 5s}
            """;
    private static final Duration PATIENCE = Duration.ofSeconds(240);

    private final ReleaseSite site;
    private final String name;
    private final int pods;
    private final String rollout;

    /** One whose releases are watched for twenty seconds. */
    public ReleasedStack(ReleaseSite site, String name, int pods) {
        this(site, name, pods, QUICK);
    }

    /**
     * One with rules of its own.
     *
     * @param pods of the component
     * @param rollout YAML of {@code spec.rollout}
     */
    public ReleasedStack(ReleaseSite site, String name, int pods, String rollout) {
        this.site = site;
        this.name = name;
        this.pods = pods;
        this.rollout = rollout;
    }

    /** Applies the stack with this release. */
    public void release(String tag, Map<String, String> environment) {
        release(tag, environment, "");
    }

    /** @param more YAML of the component */
    public void release(String tag, Map<String, String> environment, String more) {
        release(tag, environment, more, "");
    }

    /** @param others YAML of more components */
    public void release(String tag, Map<String, String> environment, String more, String others) {
        StringBuilder env = new StringBuilder();
        environment.forEach((name, value) -> env.append("{name: %s, value: '%s'}, ".formatted(name, value)));
        apply("""
                apiVersion: carestack.io/v1
                kind: CareStack
                metadata: {name: %s, namespace: %s}
                spec:
                  components:
                  - name: web
                    image: %s:%s
                    port: 3001
                    replicas: {min: %d, max: %d}
                    probes: {liveness: /api/health/live, readiness: /api/health/ready}
                    shutdown: {drain: 20s}
                    pod: {runAsUser: 1000}
                    env: [{name: PORT, value: '3001'}, %s]
                    resources: {requests: {cpu: 10m, memory: 32Mi}}
                %s
                %s
                  postgres: {enabled: false}
                  redis: []
                  monitoring: {enabled: false}
                  rollout:
                %s
                """.formatted(
                        name,
                        site.namespace(),
                        site.image(),
                        tag,
                        pods,
                        pods,
                        env,
                        more.indent(4),
                        others.indent(2),
                        rollout.indent(4)));
    }

    /** Asks for the release before. */
    public void rollBack(String revision, int number) {
        order("rollbackTo", revision + "#" + number);
    }

    /** Gives a command. */
    public void order(String command, String value) {
        site.client()
                .resources(CareStack.class)
                .inNamespace(site.namespace())
                .withName(name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\":{\"rollout\":{\"%s\":\"%s\"}}}".formatted(command, value));
    }

    /** What the status says of releases. */
    public RolloutStatus rollout() {
        return Optional.ofNullable(stack().getStatus())
                .map(status -> status.rollout())
                .orElseGet(() -> RolloutStatus.serving("", ""));
    }

    /** The stack as it is now. */
    public CareStack stack() {
        return site.client()
                .resources(CareStack.class)
                .inNamespace(site.namespace())
                .withName(name)
                .require();
    }

    /** A condition as {@code <status> <reason>: <message>}; empty when there is none of this type. */
    public String condition(String type) {
        return Optional.ofNullable(stack().getStatus()).map(status -> status.conditions()).stream()
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()))
                .map(condition -> condition.getStatus() + " " + condition.getReason() + ": " + condition.getMessage())
                .findFirst()
                .orElse("");
    }

    /** Colour that the Service for clients selects. */
    public String selected() {
        return site.client()
                .services()
                .inNamespace(site.namespace())
                .withName(name + "-web")
                .require()
                .getSpec()
                .getSelector()
                .getOrDefault("carestack.io/color", "");
    }

    /** Waits until the status of releases is so; returns it. */
    public RolloutStatus await(String what, Predicate<RolloutStatus> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            RolloutStatus rollout = rollout();
            if (condition.test(rollout)) {
                return rollout;
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException(what + ": not within " + PATIENCE + "; " + rollout);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Waits until a release counts as good; returns its hash. */
    public String awaitStable(String unlike) throws Exception {
        RolloutStatus rollout = await(
                "another stable release",
                status -> "Stable".equals(status.phase())
                        && status.stable() != null
                        && !status.stable().revision().equals(unlike)
                        && status.target() == null);
        return requireNonNull(rollout.stable()).revision();
    }

    /** Waits until all pods serve. */
    public void awaitReady() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (stack().getStatus() == null || stack().getStatus().phase() != Phase.Ready) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("not ready: " + stack().getStatus());
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** Where clients go. */
    public InetSocketAddress address() {
        return address("web");
    }

    /** Where clients of a component go. */
    public InetSocketAddress address(String component) {
        Service service = site.client()
                .services()
                .inNamespace(site.namespace())
                .withName(name + "-" + component)
                .require();
        return new InetSocketAddress(service.getSpec().getClusterIP(), 3001);
    }

    private void apply(String yaml) {
        for (HasMetadata object : site.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            site.client()
                    .resource(object)
                    .fieldManager("kubectl")
                    .forceConflicts()
                    .serverSideApply();
        }
    }
}

package io.carestack.operator.rollout.execute;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveRollout;
import io.carestack.operator.effective.EffectiveRollout.HttpTest;
import io.carestack.operator.effective.EffectiveRollout.MetricLimits;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.ReleaseClient;
import io.carestack.operator.rollout.gate.QuotaGate;
import io.carestack.operator.rollout.metric.MetricGate;
import io.carestack.operator.rollout.metric.MetricLooks;
import io.carestack.operator.rollout.metric.MetricQueries;
import io.carestack.operator.rollout.metric.PrometheusReader;
import io.carestack.operator.rollout.observe.RolloutObjects;
import io.carestack.operator.rollout.observe.RolloutObserver;
import io.carestack.operator.rollout.observe.RolloutObserver.OutsideAnswers;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.plan.Metrics;
import io.carestack.operator.rollout.plan.Outcome;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Samples;
import io.carestack.operator.rollout.task.HttpSmokeTests;
import io.carestack.operator.rollout.task.SmokeRuns;
import io.fabric8.kubernetes.api.model.Service;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Asks everybody else whom a release depends on: quotas, the new pods themselves, and Prometheus; each only in the phase that wants to know. */
public final class Outsiders {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Executor VIRTUAL_THREADS = Thread::startVirtualThread;

    private final ReleaseClient client;
    private final Consumer<Owner> again;
    private final Clock clock;
    private final SmokeRuns smokeRuns = new SmokeRuns(VIRTUAL_THREADS);
    private final HttpSmokeTests smokeTests = new HttpSmokeTests();
    private final MetricLooks looks = new MetricLooks(VIRTUAL_THREADS);
    private final PrometheusReader prometheus = new PrometheusReader(PATIENCE);

    /** @param again told when an answer has come that somebody waits for */
    public Outsiders(ReleaseClient client, Consumer<Owner> again, Clock clock) {
        this.client = client;
        this.again = again;
        this.clock = clock;
    }

    /** What they say now; what takes time is begun, and its answer comes with another pass. */
    public OutsideAnswers ask(EffectiveStack stack, RolloutObjects objects, RolloutMemory memory) {
        Color fresh = memory.stable().map(stable -> stable.color().other()).orElse(Color.GREEN);
        return new OutsideAnswers(
                memory.phase() == Phase.Pending ? quota(stack, objects, fresh) : Gate.OPEN,
                memory.phase() == Phase.Monitoring ? metrics(stack, memory, fresh) : Metrics.NONE,
                stack.rollout().httpTests().isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                memory.phase() == Phase.SmokeTesting
                                        ? requests(stack, objects, memory)
                                        : Outcome.RUNNING));
    }

    /** Forgets a stack that is gone. */
    public void forget(String uid) {
        smokeRuns.forget(uid);
        looks.forget(uid);
    }

    private Gate quota(EffectiveStack stack, RolloutObjects objects, Color fresh) {
        return QuotaGate.of(client.quotas(stack.owner()), RolloutObserver.demand(stack, objects, fresh));
    }

    /** A component that the release does not have any more is not asked. */
    private Outcome requests(EffectiveStack stack, RolloutObjects objects, RolloutMemory memory) {
        Names names = new Names(stack.name());
        List<HttpTest> tests = stack.rollout().httpTests().stream()
                .filter(test -> address(stack, objects, names, test.component()).isPresent())
                .toList();
        return smokeRuns.outcome(
                stack.owner().uid(),
                memory.target().map(target -> target.id()).orElse(""),
                () -> smokeTests.run(
                        tests,
                        component -> address(stack, objects, names, component).orElseThrow()),
                () -> again.accept(stack.owner()));
    }

    private static Optional<URI> address(EffectiveStack stack, RolloutObjects objects, Names names, String component) {
        return stack.components().stream()
                .filter(each -> each.name().equals(component))
                .map(EffectiveComponent::port)
                .filter(port -> port.isPresent())
                .flatMap(port -> objects.service(names.preview(component)).stream()
                        .map(Service::getSpec)
                        .map(spec -> spec.getClusterIP())
                        .map(ip -> URI.create(
                                "http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port.getAsInt())))
                .findFirst();
    }

    private Metrics metrics(EffectiveStack stack, RolloutMemory memory, Color fresh) {
        EffectiveRollout.Monitor monitor = stack.rollout().monitor();
        if (monitor.metrics().isEmpty()) {
            return Metrics.NONE;
        }
        MetricLimits limits = monitor.metrics().get();
        MetricGate gate = new MetricGate(limits, monitor.interval(), monitor.failures());
        MetricQueries queries = new MetricQueries(stack);
        Instant now = clock.instant();
        Instant since = memory.due().map(due -> due.minus(monitor.duration())).orElse(now);
        Samples before = memory.samples();
        if (!gate.isDue(before, since, queries.window(), now)) {
            return gate.standing(before);
        }
        return looks.reading(
                        stack.owner().uid(),
                        memory.target().map(target -> target.id()).orElse("") + "/" + memory.epoch() + "/"
                                + before.done(),
                        () -> prometheus.read(limits.prometheus(), queries, fresh, since),
                        () -> again.accept(stack.owner()))
                .map(reading -> gate.judge(before, reading, now))
                .orElseGet(() -> gate.standing(before));
    }
}

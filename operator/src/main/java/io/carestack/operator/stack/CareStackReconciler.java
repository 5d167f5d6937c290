package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.effective.Defaults;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ChildCaches;
import io.carestack.operator.kube.EventRecorder;
import io.carestack.operator.kube.StackGoneException;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.PrimaryProbes;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes one CareStack true, pass by pass; each pass looks at everything and never at what caused it. */
@ControllerConfiguration(name = "carestack", fieldManager = "carestack-operator")
public final class CareStackReconciler implements Reconciler<CareStack> {
    private static final Duration RETRY = Duration.ofSeconds(2);

    /** What the API server refused may be granted without any event: a quota, a right, an object of somebody else that goes. */
    private static final Duration REFUSED = Duration.ofSeconds(15);

    private final StackCluster cluster;
    private final Domains domains;
    private final ChildExecutor executor;
    private final EventRecorder events;
    private final StackTriggers triggers;
    private final Clock clock;

    /** The reconciler with all its domains. */
    public static CareStackReconciler create(
            StackCluster cluster,
            StatusClient statuses,
            ApiWriter writer,
            ChildCaches caches,
            EventRecorder events,
            StackTriggers triggers,
            PrimaryProbes probes,
            Clock clock,
            String operatorNamespace) {
        ClusterSecrets secrets = new ClusterSecrets(writer, caches);
        return new CareStackReconciler(
                cluster,
                new Domains(
                        new DatabaseDomain(writer, secrets, statuses, probes),
                        new RedisDomain(secrets),
                        operatorNamespace),
                new ChildExecutor(writer, caches),
                events,
                triggers,
                clock);
    }

    CareStackReconciler(
            StackCluster cluster,
            Domains domains,
            ChildExecutor executor,
            EventRecorder events,
            StackTriggers triggers,
            Clock clock) {
        this.cluster = cluster;
        this.domains = domains;
        this.executor = executor;
        this.events = events;
        this.triggers = triggers;
        this.clock = clock;
    }

    @Override
    public List<EventSource<?, CareStack>> prepareEventSources(EventSourceContext<CareStack> context) {
        List<EventSource<?, CareStack>> sources = new ArrayList<>(cluster.prepare(context));
        sources.add(triggers);
        return sources;
    }

    @Override
    public UpdateControl<CareStack> reconcile(CareStack resource, Context<CareStack> context) {
        EffectiveStack stack = Defaults.of(resource);
        StackMemory memory = cluster.memory(resource, context);
        CareStackStatus before = resource.getStatus();
        cluster.forgotten(resource, context).forEach(domains::forget);
        announce(memory);
        StackObservation seen = cluster.observe(stack, resource, context);
        StackPlan plan = domains.plan(stack, seen, memory);
        Execution execution = execute(stack, plan, seen);
        StackObservation now = cluster.observe(stack, resource, context);
        StatusReport report = domains.report(stack, now, plan, execution);
        CareStackStatus after =
                report.status(memory.status(), resource.getMetadata().getGeneration(), clock.instant());
        memory.put(after);
        report.notes(before, after).forEach(note -> events.tell(memory.current(), note));
        return next(plan, execution);
    }

    /** What was deleted in the middle of a pass needs no other try; every other error is tried again. */
    @Override
    public ErrorStatusUpdateControl<CareStack> updateErrorStatus(
            CareStack resource, Context<CareStack> context, Exception error) {
        return error instanceof StackGoneException
                ? ErrorStatusUpdateControl.<CareStack>noStatusUpdate().withNoRetry()
                : ErrorStatusUpdateControl.defaultErrorProcessing();
    }

    private Execution execute(EffectiveStack stack, StackPlan plan, StackObservation seen) {
        return stack.paused() ? Execution.nothing() : executor.execute(plan.wish(), seen.children(), stack.owner());
    }

    /** A stack says that it is being looked at before its first child exists, so that nobody takes it for a healthy one. */
    private void announce(StackMemory memory) {
        if (memory.status() == null) {
            memory.put(StatusReport.first(memory.current(), clock.instant()));
        }
    }

    /** Children that are written bring their own events; what only time or a person can mend needs an alarm clock. */
    private static UpdateControl<CareStack> next(StackPlan plan, Execution execution) {
        UpdateControl<CareStack> control = UpdateControl.noUpdate();
        Optional<Duration> soon = execution
                .unfinished()
                .map(reason -> RETRY)
                .or(() -> plan.others().lookAgain())
                .or(() -> execution.refused().isEmpty() ? Optional.empty() : Optional.of(REFUSED));
        soon.ifPresent(control::rescheduleAfter);
        return control;
    }
}

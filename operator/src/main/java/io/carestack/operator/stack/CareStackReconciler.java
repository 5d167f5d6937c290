package io.carestack.operator.stack;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ChildCaches;
import io.carestack.operator.kube.EventRecorder;
import io.carestack.operator.kube.ReleaseClient;
import io.carestack.operator.kube.StackGoneException;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.DatabaseMetrics;
import io.carestack.operator.postgres.PrimaryProbes;
import io.carestack.operator.rollout.execute.Outsiders;
import io.carestack.operator.rollout.execute.RolloutExecutor;
import io.carestack.operator.rollout.execute.RolloutReader;
import io.carestack.operator.rollout.metric.ReleaseMetrics;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Makes one CareStack true, pass by pass; each pass looks at everything and never at what caused it. */
@ControllerConfiguration(name = "carestack", fieldManager = "carestack-operator")
public final class CareStackReconciler implements Reconciler<CareStack> {
    private final StackCluster cluster;
    private final Passes passes;
    private final StackTriggers triggers;

    /** The reconciler with all its domains. */
    public static CareStackReconciler create(
            StackCluster cluster,
            StatusClient statuses,
            ApiWriter writer,
            ReleaseClient releases,
            ChildCaches caches,
            EventRecorder events,
            StackTriggers triggers,
            PrimaryProbes probes,
            DatabaseMetrics metrics,
            ReleaseMetrics releaseMetrics,
            Clock clock,
            String operatorNamespace) {
        ClusterSecrets secrets = new ClusterSecrets(writer, caches);
        Domains domains = new Domains(
                new DatabaseDomain(writer, secrets, statuses, probes, metrics, clock),
                new RedisDomain(secrets),
                new ReleaseDomain(
                        releases,
                        new RolloutReader(releases, writer),
                        new RolloutExecutor(writer, releases),
                        new Outsiders(
                                releases,
                                owner -> triggers.accept(new ResourceID(owner.name(), owner.namespace())),
                                clock),
                        statuses,
                        releaseMetrics,
                        clock),
                operatorNamespace,
                clock);
        return new CareStackReconciler(
                cluster, new Passes(cluster, domains, new ChildExecutor(writer, caches), events, clock), triggers);
    }

    CareStackReconciler(StackCluster cluster, Passes passes, StackTriggers triggers) {
        this.cluster = cluster;
        this.passes = passes;
        this.triggers = triggers;
    }

    @Override
    public List<EventSource<?, CareStack>> prepareEventSources(EventSourceContext<CareStack> context) {
        List<EventSource<?, CareStack>> sources = new ArrayList<>(cluster.prepare(context));
        sources.add(triggers);
        return sources;
    }

    @Override
    public UpdateControl<CareStack> reconcile(CareStack resource, Context<CareStack> context) {
        UpdateControl<CareStack> control = UpdateControl.noUpdate();
        passes.run(resource, context).ifPresent(control::rescheduleAfter);
        return control;
    }

    /** What was deleted in the middle of a pass needs no other try; every other error is tried again. */
    @Override
    public ErrorStatusUpdateControl<CareStack> updateErrorStatus(
            CareStack resource, Context<CareStack> context, Exception error) {
        return error instanceof StackGoneException
                ? ErrorStatusUpdateControl.<CareStack>noStatusUpdate().withNoRetry()
                : ErrorStatusUpdateControl.defaultErrorProcessing();
    }
}

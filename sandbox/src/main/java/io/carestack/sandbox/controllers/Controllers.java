package io.carestack.sandbox.controllers;

/** All controllers of the sandbox; they declare their watches here and begin to act when the cluster view starts. */
public final class Controllers implements AutoCloseable {
    private final Context context;
    private final VolumeController volumes;
    private final Autoscaler autoscaler;
    private final AutoCloseable[] others;

    public Controllers(Context context, Context scheduling) {
        this.context = context;
        this.volumes = new VolumeController(context);
        this.autoscaler = new Autoscaler(context);
        this.others = new AutoCloseable[] {
            new Scheduler(scheduling),
            new DeploymentController(context),
            new ReplicaSetController(context),
            new StatefulSetController(context),
            new JobController(context),
            new CronJobController(context),
            new EndpointSliceController(context),
            new DisruptionController(context)
        };
    }

    /** Creates what a cluster has from the beginning: its storage classes. */
    public void prepare() {
        volumes.createClasses();
    }

    public Autoscaler autoscaler() {
        return autoscaler;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable controller : others) {
            controller.close();
        }
        volumes.close();
        autoscaler.close();
        context.events().close();
    }
}

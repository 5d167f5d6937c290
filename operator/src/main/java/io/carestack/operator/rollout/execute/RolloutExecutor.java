package io.carestack.operator.rollout.execute;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.app.AutoscalerDesign;
import io.carestack.operator.app.AutoscalerDesign.Hold;
import io.carestack.operator.app.ServiceDesign;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ColorSelector;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.ReleaseClient;
import io.carestack.operator.kube.WriteOutcome;
import io.carestack.operator.rollout.memory.RolloutMarks;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.observe.RolloutObjects;
import io.carestack.operator.rollout.observe.RolloutObserver;
import io.carestack.operator.rollout.plan.Freeze;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutStep.Act;
import io.carestack.operator.rollout.plan.RolloutStep.Apply;
import io.carestack.operator.rollout.plan.RolloutStep.Autoscale;
import io.carestack.operator.rollout.plan.RolloutStep.DeleteTasks;
import io.carestack.operator.rollout.plan.RolloutStep.Fence;
import io.carestack.operator.rollout.plan.RolloutStep.Recreate;
import io.carestack.operator.rollout.plan.RolloutStep.Run;
import io.carestack.operator.rollout.plan.RolloutStep.Scale;
import io.carestack.operator.rollout.plan.RolloutStep.Select;
import io.carestack.operator.rollout.release.Release;
import io.carestack.operator.rollout.task.TaskDesign;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.util.Optional;

/** Does one act of a release: one write to the API server, with the version that it was decided on wherever there is one. */
public final class RolloutExecutor {
    private final ApiWriter writer;
    private final ReleaseClient client;

    public RolloutExecutor(ApiWriter writer, ReleaseClient client) {
        this.writer = writer;
        this.client = client;
    }

    /**
     * Does it.
     *
     * @param objects that it was decided on
     * @param memory that it was decided on, which the object is marked with
     * @return what the API server refused in a way that another try does not mend
     */
    public Optional<WriteOutcome.Refused> execute(
            Act act, RolloutContext context, RolloutObjects objects, RolloutMemory memory) {
        Owner owner = context.stack().owner();
        Names names = new Names(owner.name());
        return switch (act) {
            case Autoscale autoscale -> autoscale(autoscale, context, objects);
            case Scale scale -> {
                ObjectNode patch = patch(Optional.of(scale.version()));
                patch.putObject("spec").put("replicas", scale.replicas());
                writer.patch(
                        Deployment.class, owner.namespace(), names.deployment(scale.component(), scale.color()), patch);
                yield Optional.empty();
            }
            case Apply apply -> apply(apply, context, objects, memory);
            case Fence fence -> {
                ObjectNode patch = patch(Optional.empty());
                mark(patch, memory);
                writer.patch(
                        Deployment.class, owner.namespace(), names.deployment(fence.component(), fence.color()), patch);
                yield Optional.empty();
            }
            case Select select -> {
                ObjectNode patch = patch(Optional.of(select.version()));
                mark(patch, memory);
                ColorSelector selector = new ColorSelector(select.color(), select.both());
                // null takes away what a Service of the other sort has
                ((ObjectNode) patch.path("metadata").path("annotations"))
                        .put(Labels.OVERLAP, selector.annotation().orElse(null));
                patch.putObject("spec")
                        .putObject("selector")
                        .put(
                                Labels.COLOR,
                                selector.both().isPresent()
                                        ? null
                                        : selector.color().label());
                writer.patch(Service.class, owner.namespace(), names.component(select.component()), patch);
                yield Optional.empty();
            }
            case Recreate recreate -> recreate(recreate, context, memory);
            case Run run -> {
                new TaskDesign(
                                context.stack(),
                                run.target().hash(),
                                run.target().attempt())
                        .of(run.task())
                        .ifPresent(client::start);
                yield Optional.empty();
            }
            case DeleteTasks delete -> {
                objects.jobs().stream()
                        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
                        .filter(job -> delete.except()
                                .filter(target -> TaskDesign.isOf(target, job))
                                .isEmpty())
                        .forEach(client::end);
                yield Optional.empty();
            }
        };
    }

    private Optional<WriteOutcome.Refused> apply(
            Apply apply, RolloutContext context, RolloutObjects objects, RolloutMemory memory) {
        Optional<Deployment> observed =
                objects.deployment(new Names(context.stack().name()).deployment(apply.component(), apply.color()));
        Optional<Release.Part> part =
                context.releases().of(apply.revision()).flatMap(release -> release.part(apply.component()));
        if (part.isEmpty()) {
            return Optional.of(new WriteOutcome.Refused(
                    "ConfigMap " + new Names(context.stack().name()).release(apply.revision()),
                    "release " + apply.revision() + " is needed and not kept any more",
                    "set the spec to what shall run"));
        }
        Deployment wished = new DeploymentBuilder(RolloutObserver.design(context)
                        .of(apply.component(), apply.color(), apply.revision(), part.get(), observed))
                .editMetadata()
                .addToAnnotations(Labels.ROLLOUT, RolloutMarks.write(memory))
                .endMetadata()
                .editSpec()
                .withReplicas(apply.replicas())
                .endSpec()
                .build();
        return refused(writer.apply(wished, observed.map(each -> each)));
    }

    private Optional<WriteOutcome.Refused> autoscale(
            Autoscale autoscale, RolloutContext context, RolloutObjects objects) {
        Optional<HorizontalPodAutoscaler> observed =
                objects.autoscaler(new Names(context.stack().name()).component(autoscale.component()));
        Optional<EffectiveComponent> component = context.stack().components().stream()
                .filter(each -> each.name().equals(autoscale.component()))
                .findFirst();
        return component.flatMap(each -> each.autoscaling()
                .flatMap(wanted -> refused(writer.apply(
                        AutoscalerDesign.of(
                                context.stack(), each, wanted, autoscale.target(), hold(autoscale.freeze())),
                        observed.map(found -> found)))));
    }

    private Optional<WriteOutcome.Refused> recreate(Recreate recreate, RolloutContext context, RolloutMemory memory) {
        return context.releases()
                .part(recreate.component(), memory)
                .map(part -> new ServiceBuilder(ServiceDesign.released(
                                context.stack().owner(), recreate.component(), recreate.color(), part.template()))
                        .editMetadata()
                        .addToAnnotations(Labels.ROLLOUT, RolloutMarks.write(memory))
                        .endMetadata()
                        .build())
                .flatMap(service -> refused(writer.apply(service, Optional.empty())));
    }

    private static Hold hold(Freeze freeze) {
        return switch (freeze) {
            case NONE -> Hold.NONE;
            case DOWN -> Hold.DOWN;
            case BOTH -> Hold.BOTH;
        };
    }

    private static Optional<WriteOutcome.Refused> refused(WriteOutcome outcome) {
        return outcome instanceof WriteOutcome.Refused refused ? Optional.of(refused) : Optional.empty();
    }

    private static ObjectNode patch(Optional<String> version) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        version.ifPresent(each -> metadata.put("resourceVersion", each));
        return patch;
    }

    private static void mark(ObjectNode patch, RolloutMemory memory) {
        ((ObjectNode) patch.get("metadata")).putObject("annotations").put(Labels.ROLLOUT, RolloutMarks.write(memory));
    }
}

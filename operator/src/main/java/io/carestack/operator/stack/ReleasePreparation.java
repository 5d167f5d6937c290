package io.carestack.operator.stack;

import io.carestack.operator.app.ReleaseLeave;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.ColorSelector;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.rollout.execute.RolloutReader;
import io.carestack.operator.rollout.memory.RolloutMarks;
import io.carestack.operator.rollout.observe.Releases;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.observe.RolloutObserver;
import io.carestack.operator.rollout.observe.Routes;
import io.carestack.operator.rollout.plan.Outcome;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.plan.Task;
import io.carestack.operator.rollout.release.Release;
import io.carestack.operator.rollout.release.ReleaseDocument;
import io.carestack.operator.rollout.revision.ConfigCopies;
import io.carestack.operator.rollout.revision.TemplateReferences;
import io.carestack.operator.rollout.task.TaskDesign;
import io.carestack.operator.rollout.task.TaskOutcome;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What has to exist before a release takes its next step, and what of the children is left to it. Pure. */
record ReleasePreparation(RolloutContext context, StackObservation seen, RolloutMemory memory) {

    /** The same context, with what exists by now. */
    RolloutContext context(StackObservation now) {
        return new RolloutContext(
                context.stack(),
                context.references(),
                context.wanted(),
                new Releases(now.children()),
                context.database());
    }

    /** Whether this is a stack of which nothing exists: it is installed as the spec describes it, without a rollout. */
    boolean opens() {
        return installs() && isReadyToInstall() && migration().state() == Outcome.State.SUCCEEDED;
    }

    /** Whether nothing was released yet; until it opens, no release takes a step. */
    boolean installs() {
        boolean first = memory.phase() == Phase.Stable
                && memory.target().isEmpty()
                && memory.stable().map(known -> known.equals(first())).orElse(true);
        return first && seen.children().objects().stream().noneMatch(ReleasePreparation::isReleased);
    }

    private boolean isReadyToInstall() {
        return context.wanted().complete()
                && !context.stack().paused()
                && !context.stack().hibernate();
    }

    /** A schema has to be there before the first pods as well. */
    private Outcome migration() {
        TaskDesign tasks = tasks();
        if (tasks.of(Task.MIGRATION).isEmpty()) {
            return Outcome.SUCCEEDED;
        }
        String name = tasks.name(Task.MIGRATION);
        return TaskOutcome.of(
                seen.children().find(Job.class, name),
                seen.children().all(Pod.class).stream()
                        .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> name.equals(owner.getName())))
                        .toList());
    }

    private TaskDesign tasks() {
        return new TaskDesign(context.stack(), first().hash(), 0);
    }

    /** What is remembered of a stack that opens. */
    RolloutMemory opened() {
        return memory.opened(first(), tasks().of(Task.MIGRATION).isPresent());
    }

    /** The release that a new stack begins with. */
    Revision first() {
        return new Revision(context.wanted().release().hash(), Color.BLUE);
    }

    ReleaseLeave leave() {
        return new ReleaseLeave(
                opens() ? Optional.of(RolloutMarks.write(opened())) : Optional.empty(),
                memory.phase() == Phase.Stable || memory.target().isPresent() && !isSwitching(),
                Routes.decision(context.stack(), memory, RolloutReader.routes(seen.children()))
                        .isPresent());
    }

    /** What is made now, and what is left as it is. */
    Contribution contribution(List<HasMetadata> copies) {
        List<HasMetadata> desired = new ArrayList<>(copies);
        document().ifPresent(desired::add);
        if (opens()) {
            desired.addAll(deployments());
            return new Contribution(desired, held(), List.of(), List.of(), List.of(), Optional.empty());
        }
        List<Problem> problems = new ArrayList<>();
        if (installs() && isReadyToInstall()) {
            switch (migration().state()) {
                case MISSING -> {
                    if (context.database().open()) {
                        tasks().of(Task.MIGRATION).ifPresent(desired::add);
                    }
                }
                case FAILED ->
                    problems.add(new Problem(
                            "spec.rollout.migration",
                            migration().reason(),
                            "correct it, or delete Job " + tasks().name(Task.MIGRATION) + " to have it run again"));
                case RUNNING, SUCCEEDED -> {}
            }
        }
        return new Contribution(desired, held(), List.of(), problems, List.of(), Optional.empty());
    }

    /** What keeps the wanted release, once it can be made. */
    private Optional<ConfigMap> document() {
        Owner owner = context.stack().owner();
        Release wanted = context.wanted().release();
        return seen.children()
                .find(ConfigMap.class, new Names(owner.name()).release(wanted.hash()))
                .map(kept -> ReleaseDocument.kept(owner, wanted.hash(), kept))
                .or(() -> context.wanted().complete()
                        ? Optional.of(ReleaseDocument.of(owner, wanted))
                        : Optional.empty());
    }

    /** Copies that the wanted release needs and that do not exist. */
    List<Reference> missingCopies() {
        return context.wanted().complete()
                ? context.wanted().copies().entrySet().stream()
                        .filter(copy -> seen.children()
                                .find(copy.getKey().kind().name(), copy.getValue())
                                .isEmpty())
                        .map(Map.Entry::getKey)
                        .toList()
                : List.of();
    }

    private List<HasMetadata> deployments() {
        List<HasMetadata> deployments = new ArrayList<>();
        RolloutMemory opened = opened();
        for (EffectiveComponent component : context.stack().components()) {
            Release.Part part =
                    context.wanted().release().part(component.name()).orElseThrow();
            deployments.add(new DeploymentBuilder(RolloutObserver.design(context)
                            .of(component.name(), Color.BLUE, first().hash(), part, Optional.empty()))
                    .editMetadata()
                    .addToAnnotations(Labels.ROLLOUT, RolloutMarks.write(opened))
                    .endMetadata()
                    .editSpec()
                    .withReplicas(Math.max(1, component.minReplicas()))
                    .endSpec()
                    .build());
        }
        return deployments;
    }

    /** Everything of the components of a release belongs to it, whether the spec still has them or not. */
    private List<HasMetadata> held() {
        Set<String> kept = keptReleases();
        Set<String> components = new HashSet<>();
        Set<String> served = new HashSet<>();
        Stream.of(memory.stable().map(Revision::hash), memory.target().map(Target::hash))
                .flatMap(Optional::stream)
                .flatMap(hash -> context.releases().of(hash).stream())
                .flatMap(release -> release.parts().entrySet().stream())
                .forEach(part -> {
                    components.add(part.getKey());
                    if (part.getValue().hasService()) {
                        served.add(part.getKey());
                    }
                });
        Set<String> described = new HashSet<>();
        context.stack().components().forEach(component -> described.add(component.name()));
        Set<Reference> needed = new HashSet<>();
        kept.forEach(hash -> context.releases().of(hash).ifPresent(release -> needed.addAll(release.references())));
        seen.children()
                .all(Deployment.class)
                .forEach(each ->
                        needed.addAll(TemplateReferences.of(each.getSpec().getTemplate())));
        return seen.children().objects().stream()
                .filter(child -> child instanceof Job
                        || child instanceof Deployment && described.contains(component(child))
                        || isReleased(child) && served.contains(component(child))
                        || components.contains(component(child)) && !described.contains(component(child))
                        || ReleaseDocument.isOne(child) && kept.contains(ReleaseDocument.hash(child))
                        || ConfigCopies.COMPONENT.equals(component(child)) && needed.contains(reference(child)))
                .toList();
    }

    /** A failed release is kept while it can be tried again: while the spec describes it. */
    private Set<String> keptReleases() {
        Set<String> kept = new TreeSet<>(memory.history());
        memory.stable().ifPresent(stable -> kept.add(stable.hash()));
        memory.target().ifPresent(target -> kept.add(target.hash()));
        kept.add(context.wanted().release().hash());
        seen.children()
                .all(Deployment.class)
                .forEach(each -> Optional.ofNullable(
                                each.getMetadata().getLabels().get(Labels.REVISION))
                        .ifPresent(kept::add));
        return kept;
    }

    private boolean isSwitching() {
        return switch (memory.phase()) {
            case Switching, Monitoring, Retiring, Aborting, RollingBack, Degraded -> true;
            case Stable, Pending, Migrating, Building, Verifying, SmokeTesting, AwaitingApproval -> false;
        };
    }

    /** Deployments, and Services that select a colour other than the previews. */
    private static boolean isReleased(HasMetadata child) {
        return child instanceof Deployment && child.getMetadata().getLabels().containsKey(Labels.COLOR)
                || child instanceof Service service
                        && ColorSelector.of(service).isPresent()
                        && !service.getMetadata()
                                .getName()
                                .equals(new Names(service.getMetadata()
                                                .getLabels()
                                                .getOrDefault(Labels.STACK, ""))
                                        .preview(component(service)));
    }

    private static Reference reference(HasMetadata child) {
        return new Reference(
                "Secret".equals(child.getKind()) ? Kind.Secret : Kind.ConfigMap,
                child.getMetadata().getName());
    }

    private static String component(HasMetadata child) {
        Map<String, String> labels = child.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(Labels.COMPONENT, "");
    }
}

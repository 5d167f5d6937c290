package io.carestack.operator.stack;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.kube.ReleaseClient;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.kube.WriteOutcome;
import io.carestack.operator.rollout.execute.Outsiders;
import io.carestack.operator.rollout.execute.RolloutExecutor;
import io.carestack.operator.rollout.execute.RolloutReader;
import io.carestack.operator.rollout.memory.RolloutMemoryStatus;
import io.carestack.operator.rollout.metric.ReleaseMetrics;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.observe.RolloutObjects;
import io.carestack.operator.rollout.observe.RolloutObserver;
import io.carestack.operator.rollout.observe.RolloutObserver.OutsideAnswers;
import io.carestack.operator.rollout.observe.Routes;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutPlanner;
import io.carestack.operator.rollout.plan.RolloutStep;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.revision.ConfigCopies;
import io.carestack.operator.status.Note;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The releases of each stack: step after step, each decided on what the API server has at that moment. */
final class ReleaseDomain {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseDomain.class);

    /** No pass goes on for ever; the next one goes on where it stopped. */
    private static final int STEPS = 40;

    private static final Duration AT_ONCE = Duration.ofMillis(100);

    /** The news of another spec, or of its end, comes by itself. */
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Nothing tells the operator of EndpointSlices. */
    private static final Duration SWITCHING = Duration.ofMillis(300);

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ReleaseClient client;
    private final RolloutReader reader;
    private final RolloutExecutor executor;
    private final Outsiders outsiders;
    private final StatusClient statuses;
    private final ReleaseMetrics metrics;
    private final Clock clock;

    ReleaseDomain(
            ReleaseClient client,
            RolloutReader reader,
            RolloutExecutor executor,
            Outsiders outsiders,
            StatusClient statuses,
            ReleaseMetrics metrics,
            Clock clock) {
        this.client = client;
        this.reader = reader;
        this.executor = executor;
        this.outsiders = outsiders;
        this.statuses = statuses;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** What the status remembers of releases. */
    static RolloutMemory memory(StackMemory pass) {
        return RolloutMemoryStatus.read(
                Optional.ofNullable(pass.status()).map(CareStackStatus::rollout).orElse(null));
    }

    /** The copies of the user's ConfigMaps and Secrets that a release needs first; one that changed meanwhile belongs to another release. */
    List<HasMetadata> copies(ReleasePreparation preparation) {
        Owner owner = preparation.context().stack().owner();
        return preparation.missingCopies().stream()
                .flatMap(original -> copy(owner, original).stream())
                .filter(copy -> preparation
                        .context()
                        .wanted()
                        .copies()
                        .containsValue(copy.getMetadata().getName()))
                .toList();
    }

    private Optional<HasMetadata> copy(Owner owner, Reference original) {
        return switch (original.kind()) {
            case Secret -> client.secret(owner, original.name()).map(found -> ConfigCopies.of(owner, found));
            case ConfigMap -> client.configMap(owner, original.name()).map(found -> ConfigCopies.of(owner, found));
        };
    }

    /** Goes on with a release until something has to be waited for. */
    ReleaseProgress advance(RolloutContext context, StackObservation seen, StackMemory pass) {
        ReleaseProgress progress = proceed(context, seen, pass);
        String wanted = context.wanted().release().hash();
        metrics.saw(
                context.stack().owner(),
                progress.memory(),
                ReleaseHealth.failed(progress, wanted).isPresent());
        return progress;
    }

    private ReleaseProgress proceed(RolloutContext context, StackObservation seen, StackMemory pass) {
        List<Note> notes = new ArrayList<>();
        List<Problem> refused = new ArrayList<>();
        RolloutMemory memory = memory(pass);
        if (memory.phase() == Phase.Stable && memory.stable().isPresent()) {
            RolloutObjects cached = RolloutReader.cached(seen.children());
            RolloutStep step = plan(context, cached, memory, OutsideAnswers.NONE);
            if (isQuiet(step) && Hibernation.next(context, cached, memory, step).isEmpty()) {
                return progress(memory, step, notes, refused);
            }
        }
        for (int steps = 0; steps < STEPS; steps++) {
            if (!isCurrent(context, pass)) {
                return new ReleaseProgress(memory(pass), "", notes, refused, Optional.of(RETRY));
            }
            memory = memory(pass);
            RolloutObjects objects = reader.read(
                    context.stack().owner(),
                    components(context, memory),
                    memory.target().isPresent(),
                    Routes.decision(context.stack(), memory, RolloutReader.routes(seen.children()))
                            .isPresent());
            RolloutStep planned = plan(context, objects, memory, outsiders.ask(context.stack(), objects, memory));
            RolloutStep step = Hibernation.next(context, objects, memory, planned)
                    .<RolloutStep>map(scale -> scale)
                    .orElse(planned);
            tell(context, step);
            try {
                switch (step) {
                    case RolloutStep.Remember remember -> {
                        remember(remember, pass, memory);
                        notes.addAll(ReleaseNotes.of(memory, remember));
                        metrics.moved(context.stack().owner(), memory, remember.next(), clock.instant());
                    }
                    case RolloutStep.Act act -> {
                        Optional<WriteOutcome.Refused> no = act(act, context, objects, memory, pass);
                        if (no.isPresent()) {
                            refused.add(new Problem(
                                    no.get().name(),
                                    no.get().message(),
                                    no.get().cure()));
                            return progress(memory, step, notes, refused);
                        }
                    }
                    case RolloutStep.Wait wait -> {
                        return progress(memory, wait, notes, refused);
                    }
                    case RolloutStep.Rest rest -> {
                        return progress(memory, rest, notes, refused);
                    }
                }
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw e;
                }
                // somebody was faster: it is decided anew on what is there now
            }
        }
        return new ReleaseProgress(memory(pass), "", notes, refused, Optional.of(AT_ONCE));
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        outsiders.forget(uid);
        metrics.forget(uid);
    }

    private RolloutStep plan(
            RolloutContext context, RolloutObjects objects, RolloutMemory memory, OutsideAnswers answers) {
        Instant now = clock.instant();
        return RolloutPlanner.plan(RolloutObserver.observe(context, objects, memory, answers, now), memory, now);
    }

    private static boolean isQuiet(RolloutStep step) {
        return switch (step) {
            case RolloutStep.Rest rest -> true;
            case RolloutStep.Wait wait -> true;
            case RolloutStep.Remember remember -> false;
            case RolloutStep.Act act -> false;
        };
    }

    /** Every write of a release, so that a log tells its story. */
    private static void tell(RolloutContext context, RolloutStep step) {
        Owner owner = context.stack().owner();
        switch (step) {
            case RolloutStep.Remember remember ->
                LOG.info(
                        "{}/{}: {} {} {}",
                        owner.namespace(),
                        owner.name(),
                        remember.next().phase(),
                        remember.next().target().map(Target::id).orElse(""),
                        remember.reason());
            case RolloutStep.Act act -> LOG.info("{}/{}: {}", owner.namespace(), owner.name(), act);
            case RolloutStep.Wait wait -> LOG.debug("{}/{}: {}", owner.namespace(), owner.name(), wait);
            case RolloutStep.Rest rest -> {}
        }
    }

    /** Nothing is written for a CareStack that is gone, or whose spec is another one by now. */
    private boolean isCurrent(RolloutContext context, StackMemory pass) {
        Owner owner = context.stack().owner();
        return statuses.read(owner.namespace(), owner.name())
                .filter(read -> owner.uid().equals(read.getMetadata().getUid()))
                .filter(read -> read.getMetadata().getDeletionTimestamp() == null)
                .filter(read -> Objects.equals(
                        read.getMetadata().getGeneration(),
                        pass.current().getMetadata().getGeneration()))
                .map(read -> {
                    pass.continueFrom(read);
                    return true;
                })
                .orElse(false);
    }

    private Optional<WriteOutcome.Refused> act(
            RolloutStep.Act act,
            RolloutContext context,
            RolloutObjects objects,
            RolloutMemory memory,
            StackMemory pass) {
        boolean delicate = switch (act) {
            case RolloutStep.Select select -> true;
            case RolloutStep.Recreate recreate -> true;
            case RolloutStep.Apply apply -> true;
            case RolloutStep.Scale scale -> true;
            case RolloutStep.Run run -> true;
            case RolloutStep.Autoscale autoscale -> false;
            case RolloutStep.Fence fence -> false;
            case RolloutStep.DeleteTasks delete -> false;
        };
        boolean stands = !delicate || isCurrent(context, pass) && memory(pass).equals(memory);
        return stands ? executor.execute(act, context, objects, memory) : Optional.empty();
    }

    private void remember(RolloutStep.Remember remember, StackMemory pass, RolloutMemory memory) {
        RolloutMemory next = remember.next();
        pass.put(Objects.requireNonNullElseGet(pass.status(), () -> CareStackStatus.of(null))
                .with(RolloutMemoryStatus.write(
                        next,
                        Optional.ofNullable(pass.status())
                                .map(CareStackStatus::rollout)
                                .map(status -> status.liveColor())
                                .orElseGet(() -> next.stable()
                                        .map(stable -> stable.color().label())
                                        .orElse("blue")),
                        next.stable().map(Revision::hash).orElse(""),
                        "",
                        remember.reason())));
    }

    private static Set<String> components(RolloutContext context, RolloutMemory memory) {
        Set<String> components = new HashSet<>();
        context.stack().components().forEach(component -> components.add(component.name()));
        Stream.of(memory.stable().map(Revision::hash), memory.target().map(Target::hash))
                .flatMap(Optional::stream)
                .flatMap(hash -> context.releases().of(hash).stream())
                .forEach(release -> components.addAll(release.parts().keySet()));
        return components;
    }

    private ReleaseProgress progress(RolloutMemory memory, RolloutStep step, List<Note> notes, List<Problem> refused) {
        String message = step instanceof RolloutStep.Wait wait ? wait.message() : "";
        Optional<Instant> until = step instanceof RolloutStep.Wait wait ? wait.until() : Optional.empty();
        return new ReleaseProgress(memory, message, notes, refused, lookAgain(memory, until));
    }

    private Optional<Duration> lookAgain(RolloutMemory memory, Optional<Instant> until) {
        Optional<Duration> pace = switch (memory.phase()) {
            case Stable -> Optional.empty();
            case Switching, RollingBack -> Optional.of(SWITCHING);
            case Retiring, Aborting, Degraded, Migrating, Building -> Optional.of(Duration.ofSeconds(2));
            case Pending, Verifying, SmokeTesting, AwaitingApproval, Monitoring -> Optional.of(LONGEST);
        };
        return Stream.concat(
                        pace.stream(),
                        until.map(moment -> Duration.between(clock.instant(), moment)).stream()
                                .map(left -> left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left))
                .min(Duration::compareTo);
    }
}

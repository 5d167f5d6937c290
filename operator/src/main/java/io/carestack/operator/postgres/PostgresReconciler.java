package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.postgres.CredentialKeeper.Keys;
import io.carestack.operator.postgres.StatusMemory.Remembered;
import io.carestack.operator.postgres.design.Configuration;
import io.carestack.operator.postgres.design.ConnectionDetails;
import io.carestack.operator.postgres.design.PostgresDesign;
import io.carestack.operator.postgres.design.Scripts;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.postgres.design.Validation;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Wanted;
import io.carestack.operator.postgres.tls.CertificateKeeper;
import io.carestack.operator.postgres.tls.Certificates;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.ConditionValue.Truth;
import io.carestack.operator.status.Problem;
import io.carestack.operator.status.StackHealth;
import io.carestack.operator.store.Secrets;
import io.carestack.operator.store.UnboundClaims;
import io.carestack.operator.store.VolumeGrowth;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The database of a stack: what it is made of, and the next steps of its protocol.
 *
 * <p>A pass with pods takes as long as its slowest instance takes to answer or to time out (8 s), so that passes of different stacks must not wait
 * for each other. One object serves all stacks of an operator process and remembers which epochs that process holds.
 */
public final class PostgresReconciler {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final StatusMemory memory;
    private final CredentialKeeper keeper;
    private final CertificateKeeper certificateKeeper;
    private final PostgresRound round;
    private final PrimaryProbes probes;
    private final DatabaseMetrics metrics;
    private final ConcurrentMap<String, Long> epochs = new ConcurrentHashMap<>();
    private final Shortages shortages = new Shortages(System::nanoTime);

    /** @param probes of the primaries; whoever makes them ends them */
    public PostgresReconciler(
            StatusMemory memory,
            InstancePods instancePods,
            Secrets secrets,
            PrimaryProbes probes,
            DatabaseMetrics metrics,
            SecureRandom random,
            Clock clock) {
        this.memory = memory;
        this.metrics = metrics;
        this.probes = probes;
        this.keeper = new CredentialKeeper(secrets, random);
        this.certificateKeeper = new CertificateKeeper(secrets, random, clock);
        this.round = new PostgresRound(
                memory, new StepExecutor(instancePods, random), new PostgresObserver(), epochs, shortages, clock);
    }

    /** Forgets a stack that is gone. */
    public void forget(String uid) {
        epochs.remove(uid);
        shortages.forget(uid);
        probes.forget(uid);
        metrics.forget(uid);
    }

    /** One pass over the stack's managed database. */
    public PostgresResult reconcile(EffectiveStack stack, Database.Managed database, Children children) {
        Remembered remembered = memory.read(stack.owner());
        Memory now = Memory.of(remembered.status().orElse(null));
        Shape shape = new Shape(
                stack,
                database,
                replicas(stack, database, children, now),
                told(database, children, new Names(stack.name())));
        List<Problem> problems = new ArrayList<>(Validation.spec(shape));
        Certificates certificates = needsCertificates(shape) ? certificateKeeper.keep(shape) : Certificates.NONE;
        problems.addAll(certificates.problems());
        if (certificates.trusted().isEmpty() && needsCertificates(shape) && isNew(shape, children)) {
            return unable(remembered, "CertificateMissing", problems);
        }
        Keys keys = keeper.keys(shape, dataExists(shape, children, now), certificates.trusted());
        problems.addAll(keys.problems());
        if (keys.logins().isEmpty()) {
            return unable(remembered, "CredentialsMissing", problems);
        }
        DatabaseLogins logins = keys.logins().get();
        boolean asleep = Sleep.asleep(remembered.status());
        if (asleep && (stack.hibernate() || stack.paused())) {
            return sleep(shape, children, remembered, logins, problems, certificates);
        }
        Optional<String> initialize = PostgresDesign.initialize(
                shape, children, now.systemIdentifier().isPresent());
        PostgresRound.End end = drive(shape, children, remembered, logins, initialize);
        Memory last = Memory.of(end.remembered().status().orElse(null));
        if (hibernates(stack) && end.step() instanceof PostgresStep.Converged) {
            Optional<Remembered> written = memory.compareAndSet(
                    stack.owner(),
                    end.remembered(),
                    Sleep.of(end.remembered().status().orElseGet(Memory.NOTHING::toStatus), database.instances()));
            return sleep(
                    shape,
                    children,
                    written.orElseGet(() -> memory.read(stack.owner())),
                    logins,
                    problems,
                    certificates);
        }
        probe(shape, children, last, logins);
        Wanted wanted = wanted(shape);
        problems.addAll(StatusView.problems(wanted, last, end.seen()));
        Encryption next = stack.paused() ? shape.encryption() : next(shape, certificates, end);
        PostgresStatus status = StatusView.of(
                wanted, last, end.seen(), end.remembered().status().map(PostgresStatus::lastFailover));
        ConditionValue said = StatusView.condition(wanted, last, end.seen(), end.step());
        ConditionValue awake = hibernates(stack) ? Sleep.goingToSleep(said) : said;
        ConditionValue blocked = FailoverBlock.condition(wanted, last, end.seen(), end.step());
        measure(shape, remembered, status, blocked);
        return new PostgresResult(
                desired(shape.with(next), children, last, logins, certificates),
                Optional.of(status),
                Optional.of(end.remembered().resourceVersion()),
                List.of(withClaims(awake, shape, children), blocked),
                problems,
                end.notes(),
                next == shape.encryption() ? lookAgain(end) : Optional.of(SOON),
                certificates.due());
    }

    /** Certificates that are gone are no reason to talk plain text again. */
    private static Encryption next(Shape shape, Certificates certificates, PostgresRound.End end) {
        boolean certified = certificates.trusted().isPresent() || shape.encryption() == Encryption.DEMANDED;
        return shape.encryption()
                .next(
                        shape.database().tls().enabled() && certified,
                        end.seen(),
                        end.step() instanceof PostgresStep.Converged);
    }

    /** What keeps a database from being made or looked after. */
    private static PostgresResult unable(Remembered remembered, String reason, List<Problem> problems) {
        return new PostgresResult(
                List.of(),
                remembered.status(),
                Optional.of(remembered.resourceVersion()),
                List.of(ConditionValue.no(
                        PostgresResult.DATABASE_READY,
                        reason,
                        problems.getLast().sentence())),
                problems,
                List.of(),
                Optional.of(Duration.ofSeconds(10)),
                Optional.empty());
    }

    /**
     * What the instances were told last. Those of a stack that has no pods yet start with what is wanted; where a ConfigMap is gone, the state from which
     * everybody is reached in either way goes on.
     */
    private static Encryption told(Database.Managed database, Children children, Names names) {
        String name = names.postgres();
        if (children.find(StatefulSet.class, name).isEmpty()) {
            return database.tls().enabled() ? Encryption.DEMANDED : Encryption.OFF;
        }
        boolean certified = children.find(Secret.class, names.postgresTls()).isPresent();
        return children.find(ConfigMap.class, name)
                .map(ConfigMap::getData)
                .flatMap(data -> Encryption.of(data.getOrDefault(Scripts.ENCRYPTION, "")))
                .orElse(certified ? Encryption.OFFERED : Encryption.OFF);
    }

    private static boolean needsCertificates(Shape shape) {
        return shape.database().tls().enabled() || shape.encryption() != Encryption.OFF;
    }

    private static boolean isNew(Shape shape, Children children) {
        return children.find(StatefulSet.class, shape.names().postgres()).isEmpty();
    }

    /** A paused stack stays as it is, awake or asleep. */
    private static boolean hibernates(EffectiveStack stack) {
        return stack.hibernate() && !stack.paused();
    }

    /** Nobody is asked, because nobody is there. Where the status could not be written, the pods stay, and the next pass looks again. */
    private PostgresResult sleep(
            Shape shape,
            Children children,
            Remembered remembered,
            DatabaseLogins logins,
            List<Problem> problems,
            Certificates certificates) {
        probes.forget(shape.owner().uid());
        metrics.forget(shape.owner().uid());
        boolean written = Sleep.asleep(remembered.status());
        List<HasMetadata> objects =
                desired(shape, children, Memory.of(remembered.status().orElse(null)), logins, certificates);
        return new PostgresResult(
                written ? Sleep.withoutPods(objects) : objects,
                remembered.status(),
                Optional.of(remembered.resourceVersion()),
                List.of(
                        Sleep.condition(written && pods(children).isEmpty()),
                        ConditionValue.no(
                                StackHealth.FAILOVER_BLOCKED, "NotBlocked", "no failover waits for a person")),
                problems,
                List.of(),
                written ? Optional.empty() : Optional.of(SOON),
                certificates.due());
    }

    private void measure(Shape shape, Remembered before, PostgresStatus status, ConditionValue blocked) {
        metrics.saw(
                shape.owner(),
                StatusView.sample(status, shape.database().instances(), blocked.truth() == Truth.True),
                () -> probes.reading(shape.owner().uid()));
        Optional.ofNullable(status.lastFailover())
                .filter(story -> !FailoverStory.underWay(story))
                .filter(story -> !Optional.of(story).equals(before.status().map(PostgresStatus::lastFailover)))
                .ifPresent(story -> metrics.moved(shape.owner(), story));
    }

    private static ConditionValue withClaims(ConditionValue condition, Shape shape, Children children) {
        return condition.truth() == Truth.True
                ? condition
                : UnboundClaims.told(
                                children,
                                shape.names().postgres(),
                                "spec.postgres.storage.className",
                                "make a CareStack of another name with a StorageClass that exists")
                        .map(told -> ConditionValue.no(
                                condition.type(), condition.reason(), condition.message() + "; " + told))
                        .orElse(condition);
    }

    /** As remembered at the end of the pass, so that an identity that was just recorded takes the order to run initdb away at once. */
    private static List<HasMetadata> desired(
            Shape before, Children children, Memory last, DatabaseLogins logins, Certificates certificates) {
        Shape shape = new Shape(
                before.stack(),
                before.database(),
                replicas(before.stack(), before.database(), children, last),
                before.encryption());
        List<HasMetadata> objects = new ArrayList<>();
        if (needsCertificates(shape)) {
            objects.addAll(certificates.secrets());
        }
        objects.addAll(PostgresDesign.design(
                shape,
                children,
                new ConnectionDetails(logins.owner(), certificates.trusted(), certificates.fingerprint()),
                PostgresDesign.initialize(
                        shape, children, last.systemIdentifier().isPresent())));
        return objects;
    }

    private PostgresRound.End drive(
            Shape shape, Children children, Remembered remembered, DatabaseLogins logins, Optional<String> initialize) {
        Map<String, PodView> pods = pods(children);
        List<String> names = Stream.concat(
                        IntStream.range(0, shape.replicas()).mapToObj(shape::instance), pods.keySet().stream())
                .distinct()
                .sorted((left, right) -> Integer.compare(Wanted.ordinal(left), Wanted.ordinal(right)))
                .toList();
        return round.run(
                new PostgresRound.Stack(
                        shape.owner(),
                        wanted(shape),
                        names,
                        pods,
                        logins,
                        initialize,
                        shape.podFingerprint(),
                        hibernates(shape.stack()),
                        instance -> probes.suspicion(shape.owner().uid(), instance),
                        instance -> probes.sinceWrite(shape.owner().uid(), instance)),
                remembered);
    }

    private static Map<String, PodView> pods(Children children) {
        return children.all(Pod.class, Labels.COMPONENT, Shape.COMPONENT).stream()
                .map(PodView::new)
                .collect(Collectors.toMap(PodView::name, Function.identity(), (left, right) -> right, TreeMap::new));
    }

    /** A single instance is not probed: nobody could take over, and its watchdog never stops it. */
    private void probe(Shape shape, Children children, Memory memory, DatabaseLogins logins) {
        Optional<String> primary = memory.candidate().or(memory::primary);
        if (primary.isEmpty() || shape.replicas() == 1 || hibernates(shape.stack())) {
            probes.forget(shape.owner().uid());
            return;
        }
        probes.watch(
                shape.owner(),
                new PrimaryProbes.Target(
                        primary.get(),
                        Optional.ofNullable(pods(children).get(primary.get())).flatMap(PodView::address),
                        logins.superuser(),
                        memory.promoted()));
    }

    private static Optional<Duration> lookAgain(PostgresRound.End end) {
        return switch (end.step()) {
            case PostgresStep.Wait wait -> Optional.of(wait.lookAgain());
            case PostgresStep.Converged converged -> Optional.empty();
            case PostgresStep.Remember remember -> Optional.of(SOON);
            case PostgresStep.Act act -> Optional.of(SOON);
        };
    }

    private static Wanted wanted(Shape shape) {
        return new Wanted(
                shape.names().postgres(),
                shape.stack().namespace(),
                shape.database().instances(),
                shape.required(),
                shape.database().durability(),
                Configuration.fingerprint(shape),
                shape.database().failover(),
                shape.database().switchoverTo(),
                !shape.stack().paused(),
                shape.encryption());
    }

    /** Nobody leaves while the protocol counts on it; and without a record, every volume must be seen. */
    private static int replicas(EffectiveStack stack, Database.Managed database, Children children, Memory memory) {
        String name = new Names(stack.name()).postgres();
        Stream<String> counted = memory.records().stream()
                .flatMap(record -> Stream.concat(
                        Stream.of(record.primary()), record.members().stream().map(member -> member.instance())));
        Stream<String> volumes = memory.records().isEmpty()
                ? VolumeGrowth.claims(children, name).stream()
                        .map(claim -> claim.getMetadata().getName())
                : Stream.empty();
        return Stream.concat(counted, volumes)
                .mapToInt(each -> Wanted.ordinal(each) + 1)
                .reduce(database.instances(), Math::max);
    }

    private static boolean dataExists(Shape shape, Children children, Memory memory) {
        String name = shape.names().postgres();
        return memory.systemIdentifier().isPresent()
                || children.find(StatefulSet.class, name).isPresent()
                || !VolumeGrowth.claims(children, name).isEmpty();
    }
}

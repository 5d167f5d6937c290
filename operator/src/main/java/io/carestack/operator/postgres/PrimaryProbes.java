package io.carestack.operator.postgres;

import io.carestack.operator.kube.Owner;
import io.carestack.operator.postgres.plan.Suspicion;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Asks the primary of every stack once a second whether it lives, each over one connection and by a thread of its own, so that one that hangs delays
 * nobody else's.
 */
public final class PrimaryProbes implements AutoCloseable {
    private final Consumer<Owner> news;
    private final Map<String, PrimaryProbe> probes = new ConcurrentHashMap<>();

    /** @param news told a stack whose primary is to be looked at again */
    public PrimaryProbes(Consumer<Owner> news) {
        this.news = news;
    }

    /**
     * What to probe.
     *
     * @param address of the instance's pod; empty when there is none, which counts as no answer
     * @param heartbeat whether it may go on taking writes while nobody follows it
     */
    record Target(String instance, Optional<String> address, OperatorLogin login, boolean heartbeat) {}

    /** Probes this instance from now on, instead of another one of the stack. */
    void watch(Owner owner, Target target) {
        probes.computeIfAbsent(owner.uid(), uid -> PrimaryProbe.start(target, () -> news.accept(owner)))
                .aim(target);
    }

    /** What the probes say of this instance; nothing when it is another one that is probed. */
    Suspicion suspicion(String uid, String instance) {
        return Optional.ofNullable(probes.get(uid))
                .map(probe -> probe.suspicion(instance))
                .orElse(Suspicion.NONE);
    }

    /** Since this instance last took a write of the probes; empty when it is not the one that is probed, or took none. */
    Optional<Duration> sinceWrite(String uid, String instance) {
        return reading(uid)
                .filter(reading -> reading.instance().equals(instance))
                .flatMap(ProbeReading::sinceWrite);
    }

    /** What the probes of a stack have measured; empty when it is not probed. */
    Optional<ProbeReading> reading(String uid) {
        return Optional.ofNullable(probes.get(uid)).map(PrimaryProbe::reading);
    }

    /** A word that changes when the database is to be looked at again. */
    public String word(String uid) {
        return Optional.ofNullable(probes.get(uid)).map(PrimaryProbe::word).orElse("");
    }

    void forget(String uid) {
        Optional.ofNullable(probes.remove(uid)).ifPresent(PrimaryProbe::close);
    }

    @Override
    public void close() {
        probes.keySet().forEach(this::forget);
    }
}

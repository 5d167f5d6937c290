package io.carestack.acceptance.chaos;

import io.carestack.acceptance.chaos.Site.Ongoing;
import io.carestack.acceptance.chaos.Site.Party;
import io.carestack.sandbox.network.Direction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Makes a fault happen to the stack, and takes back what does not end by itself. */
final class Injection {
    private static final Duration LONG = Duration.ofSeconds(12);

    /** More than a write may hang before another instance takes over, and than an isolated primary lives. */
    private static final Duration VERY_LONG = Duration.ofSeconds(25);

    private final Patient patient;
    private final Site site;
    private final Random random;

    Injection(Patient patient, Random random) {
        this.patient = patient;
        this.site = patient.site();
        this.random = random;
    }

    /** Does it, waits as long as it shall last, and heals. Ends that come by themselves are not waited for. */
    void inject(Fault fault) throws Exception {
        String primary = patient.primary();
        String replica = any(patient.others(primary));
        long term = patient.term();
        switch (fault) {
            case KILL_POSTMASTER ->
                site.run(
                        primary,
                        "(sleep 0.2; kill -KILL \"$(head -n 1 \"$PGDATA/postmaster.pid\")\") >/dev/null 2>&1 &");
            case KILL_CONTAINER -> kill(primary);
            case DELETE_POD -> patient.deletePod(primary);
            case LOSE_NODE -> site.lose(primary);
            case FREEZE_PRIMARY -> during(site.freeze(primary), () -> failedOver(term));
            case FREEZE_PRIMARY_BRIEFLY -> during(site.freeze(primary), () -> pause(random.nextInt(9000)));
            case CUT_PRIMARY_OFF -> cut(primary, Party.EVERYONE);
            case CUT_PRIMARY_FROM_REPLICAS -> cut(primary, Party.REPLICAS);
            case CUT_PRIMARY_FROM_OPERATOR -> cut(primary, Party.OPERATOR);
            case CUT_PRIMARY_FROM_CLIENTS -> cut(primary, Party.CLIENTS);
            case CUT_PRIMARY_FROM_REPLICAS_AND_OPERATOR -> cut(primary, Party.REPLICAS, Party.OPERATOR);
            case CUT_PRIMARY_FROM_REPLICAS_AND_CLIENTS -> cut(primary, Party.REPLICAS, Party.CLIENTS);
            case CUT_PRIMARY_FROM_OPERATOR_AND_CLIENTS -> cut(primary, Party.OPERATOR, Party.CLIENTS);
            case STALL_PRIMARY_DISK -> during(site.stallDisk(primary), () -> failedOver(term));
            case STALL_REPLICA_DISK -> during(site.stallDisk(replica), () -> pause(LONG));
            case FILL_PRIMARY_DISK -> during(site.fillDisk(primary), () -> pause(LONG));
            case FILL_REPLICA_DISK -> during(site.fillDisk(replica), () -> pause(LONG));
            case EXHAUST_CONNECTIONS -> new Connections(patient).exhaustFor(LONG);
            case EMPTY_PRIMARY -> empty(primary);
            case EMPTY_REPLICA -> empty(replica);
            case KILL_REPLICA -> kill(replica);
            case FREEZE_REPLICA -> during(site.freeze(replica), () -> pause(LONG));
            case CUT_REPLICA_OFF -> cut(replica, Party.EVERYONE);
            case KILL_EVERY_REPLICA -> killAll(patient.others(primary));
            case KILL_PRIMARY_AND_REPLICA -> killAll(List.of(primary, replica));
            case KILL_EVERYBODY -> killAll(patient.instances());
            case DELETE_EVERYBODY -> patient.instances().forEach(patient::deletePod);
            case PAUSE_REPLAY_AND_KILL, DELAY_REPLAY_AND_KILL, HOLD_SNAPSHOT_AND_KILL ->
                new SlowReplay(patient, primary).during(fault, () -> {
                    pause(1000);
                    kill(primary);
                    pause(LONG);
                });
            case KILL_PRIMARY_AND_OPERATOR -> {
                kill(primary);
                pause(random.nextInt(2500));
                restartOperators();
            }
            case KILL_OPERATOR_AT_WRITE -> operatorDies().atAWrite(primary, term);
            case KILL_OPERATOR_AT_STATEMENT -> operatorDies().atAStatement(primary, term);
            case KILL_PRIMARY_WITH_TWO_OPERATORS ->
                withTwoOperators(() -> {
                    kill(primary);
                    patient.awaitTermAbove(term);
                });
            case FREEZE_PRIMARY_WITH_TWO_OPERATORS ->
                withTwoOperators(() -> during(site.freeze(primary), () -> failedOver(term)));
            case SWITCHOVER_WITH_TWO_OPERATORS -> withTwoOperators(() -> patient.switchOver(replica));
            case KILL_PRIMARY_IN_OUTAGE ->
                during(site.outage(), () -> {
                    pause(random.nextInt(2000));
                    kill(primary);
                    pause(random.nextInt(8000));
                });
            case KILL_CANDIDATE -> {
                kill(primary);
                String candidate = patient.awaitCandidateAbove(term);
                pause(random.nextInt(300));
                kill(candidate);
            }
            case KILL_TWO_PRIMARIES -> {
                kill(primary);
                patient.awaitTermAbove(term);
                kill(patient.primary());
            }
            case FREEZE_CANDIDATE -> {
                kill(primary);
                String candidate = patient.awaitCandidateAbove(term);
                during(site.freeze(candidate), () -> pause(random.nextInt(9000)));
            }
            case SWITCHOVER -> patient.switchOver(replica);
            case KILL_PRIMARY_IN_SWITCHOVER -> inSwitchover(replica, () -> kill(primary));
            case KILL_TARGET_IN_SWITCHOVER -> inSwitchover(replica, () -> kill(replica));
            case KILL_OPERATOR_IN_SWITCHOVER -> inSwitchover(replica, this::restartOperators);
        }
    }

    private void inSwitchover(String target, Treatment treatment) throws Exception {
        long term = patient.term();
        patient.askFor(target);
        try {
            Patient.await("a switchover", () -> patient.term() > term);
            pause(random.nextInt(700));
            treatment.run();
            patient.awaitTermAbove(term);
        } finally {
            patient.askForNobody();
        }
    }

    private void withTwoOperators(Treatment treatment) throws Exception {
        patient.operators().start();
        pause(4000);
        treatment.run();
        patient.operators().killOthers();
    }

    private void restartOperators() throws Exception {
        patient.operators().kill();
        patient.operators().start();
    }

    private DyingOperator operatorDies() {
        return new DyingOperator(patient, random, this::kill);
    }

    private void failedOver(long term) throws Exception {
        patient.awaitTermAbove(term);
        pause(random.nextInt(3000));
    }

    private void cut(String pod, Party... parties) throws Exception {
        Direction direction = Direction.values()[random.nextInt(Direction.values().length)];
        List<Ongoing> cuts = new ArrayList<>();
        try {
            for (Party party : parties) {
                cuts.add(site.cut(pod, party, direction));
            }
            pause(random.nextBoolean() ? LONG : VERY_LONG);
        } finally {
            cuts.forEach(Ongoing::close);
        }
    }

    private void empty(String pod) throws Exception {
        site.run(pod, "rm -rf \"$PGDATA\"/* || true");
        kill(pod);
    }

    private void killAll(List<String> pods) throws Exception {
        for (String pod : pods) {
            kill(pod);
        }
    }

    private void kill(String pod) throws Exception {
        site.signal(pod, "KILL");
    }

    private String any(List<String> pods) {
        return pods.get(random.nextInt(pods.size()));
    }

    /** What is done meanwhile. */
    interface Treatment {
        void run() throws Exception;
    }

    private static void during(Ongoing ongoing, Treatment treatment) throws Exception {
        try (ongoing) {
            treatment.run();
        }
    }

    private static void pause(Duration duration) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    }

    private static void pause(int milliseconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(milliseconds);
    }
}

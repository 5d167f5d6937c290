package io.carestack.acceptance.chaos;

import io.carestack.sandbox.network.Direction;
import io.carestack.sandbox.network.Peer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Makes a fault happen to the stack, and takes back what does not end by itself. */
final class Injection {
    private static final String CONTAINER = "postgres";
    private static final Duration LONG = Duration.ofSeconds(12);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Patient patient;
    private final Random random;

    Injection(Patient patient, Random random) {
        this.patient = patient;
        this.random = random;
    }

    /** Does it, waits as long as it shall last, and heals. Ends that come by themselves are not waited for. */
    void inject(Fault fault) throws Exception {
        String primary = patient.primary();
        switch (fault) {
            case KILL_POSTMASTER -> run(primary, "kill -KILL \"$(head -n 1 \"$PGDATA/postmaster.pid\")\"");
            case KILL_CONTAINER -> kill(primary);
            case DELETE_POD -> patient.deletePod(primary);
            case FREEZE_PRIMARY -> freeze(primary);
            case CUT_PRIMARY_OFF -> cut(primary, new Peer.Everyone());
            case CUT_PRIMARY_FROM_REPLICAS -> cut(primary, new Peer.Pods());
            case CUT_PRIMARY_FROM_OPERATOR -> cut(primary, new Peer.Host());
            case CUT_PRIMARY_FROM_CLIENTS -> cut(primary, new Peer.Clients());
            case KILL_REPLICA -> kill(replica(primary));
            case FREEZE_REPLICA -> freeze(replica(primary));
            case CUT_REPLICA_OFF -> cut(replica(primary), new Peer.Everyone());
            case EMPTY_REPLICA -> {
                String replica = replica(primary);
                run(replica, "rm -rf \"$PGDATA\"/*");
                kill(replica);
            }
            case KILL_EVERYBODY -> patient.instances().forEach(this::kill);
            case KILL_PRIMARY_AND_OPERATOR -> {
                kill(primary);
                pause(Duration.ofMillis(random.nextInt(1500)));
                patient.stage().restartOperator();
            }
            case KILL_PRIMARY_WITH_TWO_OPERATORS ->
                patient.withSecondOperator(() -> {
                    kill(primary);
                    patient.awaitOtherTerm();
                });
            case KILL_TWO_PRIMARIES -> {
                long term = patient.term();
                kill(primary);
                patient.awaitTermAbove(term);
                kill(patient.primary());
            }
            case SWITCHOVER -> patient.switchOver(replica(primary));
        }
    }

    private void freeze(String pod) throws InterruptedException {
        patient.stage().sandbox().faults().freeze(patient.namespace(), pod);
        try {
            pause(LONG);
        } finally {
            patient.stage().sandbox().faults().thaw(patient.namespace(), pod);
        }
    }

    private void cut(String pod, Peer peer) throws InterruptedException {
        Direction direction = Direction.values()[random.nextInt(Direction.values().length)];
        patient.stage().sandbox().faults().cutOff(patient.namespace(), pod, peer, direction);
        try {
            pause(LONG);
        } finally {
            patient.stage().sandbox().faults().heal(patient.namespace(), pod);
        }
    }

    private void kill(String pod) {
        patient.stage().sandbox().faults().kill(patient.namespace(), pod, CONTAINER, "KILL");
    }

    private void run(String pod, String script) {
        patient.stage()
                .sandbox()
                .pod(patient.namespace(), pod)
                .orElseThrow()
                .execute(CONTAINER, LIMIT, "sh", "-c", script);
    }

    private String replica(String primary) {
        List<String> replicas = patient.instances().stream()
                .filter(each -> !each.equals(primary))
                .toList();
        return replicas.get(random.nextInt(replicas.size()));
    }

    private static void pause(Duration duration) throws InterruptedException {
        Thread.sleep(duration);
    }
}

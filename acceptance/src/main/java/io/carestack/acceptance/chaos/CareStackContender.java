package io.carestack.acceptance.chaos;

import io.carestack.acceptance.chaos.Site.Need;
import io.carestack.acceptance.chaos.Site.Ongoing;
import io.carestack.acceptance.chaos.Site.Party;
import io.carestack.acceptance.gaps.Contender;
import io.carestack.acceptance.gaps.Harm;
import io.carestack.acceptance.history.Database;
import io.carestack.sandbox.network.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A stack of this operator. */
public final class CareStackContender implements Contender {
    private static final Ongoing OVER = () -> {};
    private static final String PROCESS = "head -n 1 \"$PGDATA/postmaster.pid\" 2>/dev/null || echo none";
    private static final String STREAMS = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
            + " AND sync_state = 'quorum' AND application_name ~ ('^' || ? || '_t[1-9]')";

    private final Site site;
    private final Patient patient;
    private final Database witness;
    private String process = "";

    private CareStackContender(Site site, Patient patient) {
        this.site = site;
        this.patient = patient;
        this.witness = patient.clients().superuser();
    }

    /** Starts one in a sandbox, or on the cluster of a kubeconfig. */
    public static CareStackContender start(Optional<Path> kubeconfig, Path directory) throws Exception {
        Path own = Files.createDirectories(directory.resolve("carestack"));
        Site site = kubeconfig
                .<Site>map(config -> ClusterSite.open(config, own))
                .orElseGet(() -> SandboxSite.start("gaps", own));
        try {
            return new CareStackContender(site, Patient.admit(site));
        } catch (Exception e) {
            site.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return "CareStack";
    }

    @Override
    public Set<Harm> harms() {
        Set<Harm> harms = EnumSet.allOf(Harm.class);
        if (site.lacks(Need.STALLING_DISK).isPresent()) {
            harms.remove(Harm.STALLED);
        }
        return harms;
    }

    @Override
    public Database clients() {
        return patient.clients().readWrite();
    }

    @Override
    public void awaitWell() throws Exception {
        patient.awaitWell();
    }

    @Override
    public String primary() {
        return patient.primary();
    }

    @Override
    public AutoCloseable hurt(Harm harm, String primary) throws Exception {
        process = site.run(primary, PROCESS);
        return switch (harm) {
            case POSTMASTER_KILLED -> {
                // in a moment, because the container may end with it, and what was asked of the container then fails
                site.run(primary, "(sleep 0.2; kill -KILL " + process + ") >/dev/null 2>&1 &");
                awaitEnd(primary);
                yield OVER;
            }
            case CONTAINER_KILLED -> {
                site.signal(primary, "KILL");
                yield OVER;
            }
            case POD_DELETED -> {
                long term = patient.term();
                patient.deletePod(primary);
                patient.awaitTermAbove(term);
                yield OVER;
            }
            case NODE_CRASHED -> {
                site.lose(primary);
                yield OVER;
            }
            case FROZEN -> site.freeze(primary);
            case STALLED -> site.stallDisk(primary);
            case CUT_OFF -> site.cut(primary, Party.EVERYONE, Direction.BOTH);
            case SWITCHOVER -> {
                patient.switchOver(patient.others(primary).getFirst());
                yield OVER;
            }
        };
    }

    /** A kill that has not happened yet would be measured as one that nobody noticed. */
    private void awaitEnd(String instance) throws InterruptedException {
        for (int tries = 0; tries < 100; tries++) {
            try {
                site.run(instance, "kill -0 " + process);
            } catch (IOException | IllegalStateException e) {
                // it is gone, or its container with it
                return;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new IllegalStateException(instance + " does not die of SIGKILL");
    }

    @Override
    public boolean streams(String instance) {
        try (Connection connection = witness.connect();
                PreparedStatement statement = connection.prepareStatement(STREAMS)) {
            statement.setString(1, instance);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1) > 0;
            }
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public Optional<Boolean> hasStopped(String instance) throws IOException {
        return Optional.of(!site.run(instance, PROCESS).equals(process));
    }

    @Override
    public void close() throws InterruptedException {
        try (site) {
            patient.close();
        }
    }
}

package io.carestack.acceptance.releases;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.carestack.acceptance.Stage;
import io.carestack.sandbox.apiserver.fault.Faults;
import io.carestack.sandbox.apiserver.fault.Faults.Injection;
import io.carestack.sandbox.apiserver.fault.WriteFault;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Ends the operator of a stage at one of its writes after the other while a release is in certain phases, from the write that enters such a phase to the
 * one that leaves it. Whatever it tries to write after its death is refused. Events are no writes of a release.
 */
final class OperatorDeaths implements AutoCloseable {
    /** Client libraries try this one no second time, so that the dead are gone at once. */
    private static final int REFUSAL = HttpURLConnection.HTTP_FORBIDDEN;

    /** When the operator dies. */
    enum Moment {
        /** The write is not done; the next life does it, and dies before the one after it. */
        BEFORE,
        /** The write is done, and nobody heard the answer. */
        AFTER
    }

    /**
     * A write and the phase that it was decided in.
     *
     * @param resource plural, with its subresource behind a slash
     */
    record Death(String phase, String verb, String resource, String name) {}

    private final Stage stage;
    private final Set<String> phases;
    private final Moment moment;
    private final List<Death> deaths = new ArrayList<>();
    private final Injection gone;
    private final Injection fatal;
    private String phase = "";
    private boolean dead;
    private boolean refused;

    OperatorDeaths(Stage stage, Set<String> phases, Moment moment) {
        this.stage = stage;
        this.phases = phases;
        this.moment = moment;
        Faults faults = stage.sandbox().apiServer().orElseThrow().faults();
        // the dead come first: the fatal write is not one of theirs yet
        this.gone = faults.onWrites(this::isOfTheDead, new WriteFault.Refuse(REFUSAL));
        this.fatal = faults.onWrites(
                this::kills,
                switch (moment) {
                    case BEFORE -> new WriteFault.Refuse(REFUSAL);
                    case AFTER -> new WriteFault.LoseAnswer();
                });
    }

    /** Starts another operator where this one is dead. */
    void revive() {
        if (isDead()) {
            stage.stopOperator();
            live();
            stage.startOperator();
        }
    }

    /** The writes that the operator died at so far. */
    synchronized List<Death> all() {
        return List.copyOf(deaths);
    }

    private synchronized boolean isDead() {
        return dead;
    }

    private synchronized void live() {
        dead = false;
    }

    private synchronized boolean isOfTheDead(ApiRequest request) {
        return dead && request.userAgent().contains(Stage.OPERATOR);
    }

    private synchronized boolean kills(ApiRequest request) {
        boolean counts = request.userAgent().contains(Stage.OPERATOR)
                && !request.isDryRun()
                && !request.resource().equals("events");
        if (dead || !counts) {
            return false;
        }
        String before = phase;
        String after = remembered(request);
        boolean kills = (phases.contains(before) || phases.contains(after)) && !refused;
        refused = kills && moment == Moment.BEFORE;
        phase = refused ? before : after;
        if (kills) {
            dead = true;
            deaths.add(new Death(before, request.verb(), resource(request), request.name()));
        }
        return kills;
    }

    /** The phase after this write. */
    private String remembered(ApiRequest request) {
        if (!resource(request).equals("carestacks/status")) {
            return phase;
        }
        try {
            return new ObjectMapper()
                    .readTree(request.body())
                    .path("status")
                    .path("rollout")
                    .path("phase")
                    .asText(phase);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(ApiRequest request) {
        return request.resource() + (request.subresource().isEmpty() ? "" : "/" + request.subresource());
    }

    @Override
    public void close() {
        gone.close();
        fatal.close();
        revive();
    }
}

package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.api.PostgresStatus.MoveKind;
import io.carestack.operator.api.PostgresStatus.QuorumRecord;
import io.carestack.operator.effective.Database;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Suspicion;
import io.carestack.operator.postgres.plan.Wanted;
import io.carestack.operator.status.Note;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailoverStoryTest {
    private static final String FIRST = "notes-postgres-0";
    private static final String SECOND = "notes-postgres-1";
    private static final Instant START = Instant.parse("2026-01-15T12:00:00Z");
    private static final Wanted WANTED = new Wanted(
            "notes-postgres",
            "care",
            3,
            1,
            Durability.Required,
            "",
            new Database.Failover(true, Duration.ZERO, Optional.empty()),
            Optional.empty(),
            true,
            Encryption.OFF);
    private static final Memory CALM = memory(2, Optional.of(FIRST), true, Optional.of(FIRST), record(2, FIRST));

    @Test
    void aFailoverIsToldFromItsReasonToTheGapInWrites() {
        Tale tale = new Tale(CALM);
        tale.step(
                START,
                Optional.of(START.minusMillis(1200)),
                lost(),
                memory(3, none(), false, first(), record(2, FIRST)));
        assertThat(tale.story().orElseThrow())
                .isEqualTo(new LastFailover(
                        MoveKind.Failover,
                        FIRST,
                        null,
                        3,
                        "2026-01-15T12:00:00Z",
                        "notes-postgres-0 is lost: its container has ended",
                        "2026-01-15T11:59:58.800Z",
                        null,
                        null));
        tale.step(
                START.plusMillis(500),
                Optional.empty(),
                null,
                memory(3, Optional.of(SECOND), false, first(), record(2, FIRST), record(3, SECOND)));
        tale.step(
                START.plusMillis(900),
                Optional.empty(),
                null,
                memory(3, Optional.of(SECOND), true, Optional.of(SECOND), record(2, FIRST), record(3, SECOND)));
        assertThat(tale.story().orElseThrow().to()).isEqualTo(SECOND);
        assertThat(tale.story().orElseThrow().completedAt()).isNull();
        tale.step(
                START.plusMillis(1300),
                Optional.empty(),
                null,
                memory(3, Optional.of(SECOND), true, Optional.of(SECOND), record(3, SECOND)));
        assertThat(tale.story().orElseThrow().writeGap()).isEqualTo("2.5s");
        assertThat(tale.story().orElseThrow().completedAt()).isEqualTo("2026-01-15T12:00:01.300Z");
        assertThat(tale.reasons()).containsExactly("FailoverStarted", "CandidateChosen", "Promoted", "WritesPossible");
    }

    @Test
    void aTermThatFailsGoesOnInTheNextOneWithTheFirstReason() {
        Tale tale = new Tale(CALM);
        tale.step(
                START, Optional.of(START.minusSeconds(1)), lost(), memory(3, none(), false, first(), record(2, FIRST)));
        tale.step(START.plusSeconds(9), Optional.empty(), null, memory(4, none(), false, first(), record(2, FIRST)));
        LastFailover story = tale.story().orElseThrow();
        assertThat(story.term()).isEqualTo(4);
        assertThat(story.at()).isEqualTo("2026-01-15T12:00:00Z");
        assertThat(story.reason()).contains("its container has ended");
        assertThat(story.lastWrite()).isEqualTo("2026-01-15T11:59:59Z");
    }

    @Test
    void anOperatorThatSawNoWriteBeforeNamesNoGap() {
        Tale tale = new Tale(CALM);
        tale.step(START, Optional.empty(), lost(), memory(3, none(), false, first(), record(2, FIRST)));
        tale.step(
                START.plusSeconds(1),
                Optional.empty(),
                null,
                memory(3, Optional.of(SECOND), true, Optional.of(SECOND), record(3, SECOND)));
        assertThat(tale.story().orElseThrow().writeGap()).isNull();
        assertThat(tale.story().orElseThrow().completedAt()).isNotNull();
    }

    @Test
    void theSamePrimaryInANewTermIsARestartAndNoFailover() {
        Tale tale = new Tale(CALM);
        tale.step(START, Optional.empty(), lost(), memory(3, none(), false, first(), record(2, FIRST)));
        tale.step(
                START.plusSeconds(1),
                Optional.empty(),
                null,
                memory(3, first(), true, first(), record(2, FIRST), record(3, FIRST)));
        assertThat(tale.story().orElseThrow().kind()).isEqualTo(MoveKind.Restart);
    }

    @Test
    void anOrderedMoveIsASwitchoverAndItsClockStartsAtTheLastWriteBeforeTheChoice() {
        Memory raised = memory(3, none(), false, first(), record(2, FIRST));
        Tale tale = new Tale(CALM);
        tale.step(START, Optional.of(START), new PostgresStep.HandOver(FIRST, raised), raised);
        assertThat(tale.story().orElseThrow().kind()).isEqualTo(MoveKind.Switchover);
        assertThat(tale.story().orElseThrow().reason()).contains("has to restart");
        tale.step(
                START.plusMillis(700),
                Optional.of(START.plusMillis(400)),
                null,
                memory(3, Optional.of(SECOND), false, first(), record(2, FIRST), record(3, SECOND)));
        assertThat(tale.story().orElseThrow().lastWrite()).isEqualTo("2026-01-15T12:00:00.400Z");
    }

    @Test
    void theFirstPromotionOfANewStackIsNoFailover() {
        Memory born = memory(1, Optional.of(FIRST), true, none(), record(1, FIRST));
        Tale tale = new Tale(born);
        tale.step(START, Optional.empty(), null, memory(2, none(), false, none(), record(1, FIRST)));
        tale.step(START, Optional.empty(), null, memory(2, first(), true, first(), record(1, FIRST), record(2, FIRST)));
        assertThat(tale.story()).isEmpty();
    }

    @Test
    void theOldPrimaryThatCountsAgainIsTold() {
        QuorumRecord alone = record(3, SECOND);
        Tale tale = new Tale(CALM);
        tale.step(START, Optional.empty(), lost(), memory(3, none(), false, first(), record(2, FIRST)));
        tale.step(START, Optional.empty(), null, memory(3, Optional.of(SECOND), true, Optional.of(SECOND), alone));
        tale.notes.clear();
        tale.step(
                START,
                Optional.empty(),
                null,
                memory(
                        3,
                        Optional.of(SECOND),
                        true,
                        Optional.of(SECOND),
                        new QuorumRecord(3, SECOND, "b", 1, List.of(new Member(FIRST, "a")))));
        assertThat(tale.reasons()).containsExactly("Rejoined");
    }

    private static Optional<String> first() {
        return Optional.of(FIRST);
    }

    private static Optional<String> none() {
        return Optional.empty();
    }

    private static QuorumRecord record(long term, String primary) {
        return new QuorumRecord(term, primary, "a", 0, List.of());
    }

    private static Memory memory(
            long term,
            Optional<String> candidate,
            boolean promoted,
            Optional<String> primary,
            QuorumRecord... records) {
        return new Memory(1, term, candidate, promoted, primary, Optional.of("7"), List.of(records));
    }

    private static PostgresStep lost() {
        return new PostgresStep.Remember(CALM, FIRST + " is lost: its container has ended");
    }

    /** The memory as it changes, and what is told of it. */
    private static final class Tale {
        private final List<Note> notes = new ArrayList<>();
        private Memory memory;
        private Optional<LastFailover> story = Optional.empty();

        Tale(Memory memory) {
            this.memory = memory;
        }

        void step(Instant now, Optional<Instant> lastWrite, @Nullable PostgresStep step, Memory next) {
            PostgresStep done = step == null ? new PostgresStep.Remember(next, "") : step;
            Optional<LastFailover> told =
                    FailoverStory.next(story, WANTED, memory, next, done, new FailoverStory.Moment(now, lastWrite));
            notes.addAll(Notes.of(new Notes.Change(
                    memory,
                    next,
                    done,
                    new Observation(List.of(), Optional.empty(), Suspicion.NONE, Duration.ZERO),
                    story,
                    told)));
            memory = next;
            story = told;
        }

        Optional<LastFailover> story() {
            return story;
        }

        List<String> reasons() {
            return notes.stream().map(Note::reason).toList();
        }
    }
}

package io.carestack.operator.postgres;

import io.carestack.operator.api.PostgresStatus.LastFailover;
import io.carestack.operator.api.PostgresStatus.Member;
import io.carestack.operator.postgres.plan.Facts;
import io.carestack.operator.postgres.plan.Instance;
import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.status.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Events about what the memory has come to say, each once, because each change of the memory is written once. Suspicion and blocks are told by the conditions. */
final class Notes {
    private Notes() {}

    /**
     * A change of the memory.
     *
     * @param seen what the step was decided on
     * @param storyBefore the last failover before and after the change
     */
    record Change(
            Memory before,
            Memory after,
            PostgresStep step,
            Observation seen,
            Optional<LastFailover> storyBefore,
            Optional<LastFailover> story) {}

    static List<Note> of(Change change) {
        Memory before = change.before();
        Memory after = change.after();
        if (before.systemIdentifier().isEmpty() && after.systemIdentifier().isPresent()) {
            return List.of(new Note(
                    false,
                    after.records().isEmpty() ? "DatabaseAdopted" : "DatabaseCreated",
                    "the database has the system identifier "
                            + after.systemIdentifier().get()));
        }
        if (after.term() > before.term()) {
            return change.story().filter(FailoverStory::underWay).map(Notes::started).stream()
                    .toList();
        }
        List<Note> notes = new ArrayList<>();
        if (before.candidate().isEmpty() && after.candidate().isPresent()) {
            notes.add(new Note(false, "CandidateChosen", chosen(change)));
        }
        if (after.promoted() && !before.promoted()) {
            notes.add(new Note(
                    false,
                    "Promoted",
                    "%s takes writes in term %d".formatted(after.candidate().orElse(""), after.term())));
        }
        completed(change).ifPresent(notes::add);
        rejoined(change).ifPresent(notes::add);
        return notes;
    }

    /** What is told of an act that is done. */
    static Optional<Note> of(PostgresStep.Act act) {
        return act instanceof PostgresStep.Rejoin rejoin
                ? Optional.of(new Note(
                        false,
                        "Rejoining",
                        rejoin.rewind()
                                ? "%s has writes that %s never had; it is rewound, and filled anew if that fails"
                                        .formatted(rejoin.replica(), rejoin.primary())
                                : "%s needs WAL that %s no longer has; it is filled anew"
                                        .formatted(rejoin.replica(), rejoin.primary())))
                : Optional.empty();
    }

    private static Note started(LastFailover story) {
        return switch (story.kind()) {
            case Switchover ->
                new Note(
                        false,
                        "SwitchoverStarted",
                        "writes move away from %s: %s; term %d begins"
                                .formatted(story.from(), story.reason(), story.term()));
            case Failover, Restart ->
                new Note(true, "FailoverStarted", "%s; term %d begins".formatted(story.reason(), story.term()));
        };
    }

    private static String chosen(Change change) {
        String candidate = change.after().candidate().orElse("");
        String positions = change.seen().instances().stream()
                .map(each -> position(each, change.after().term()))
                .collect(Collectors.joining(", "));
        return "%s is promoted in term %d; %s"
                .formatted(candidate, change.after().term(), positions);
    }

    private static String position(Instance instance, long term) {
        return instance.facts()
                .filter(facts -> facts.term() == term)
                .map(facts -> "%s is at %s of timeline %d".formatted(instance.name(), lsn(facts), facts.timeline()))
                .orElseGet(() -> instance.name() + " did not answer");
    }

    private static String lsn(Facts facts) {
        return "%X/%X".formatted(facts.position() >>> 32, facts.position() & 0xFFFF_FFFFL);
    }

    private static Optional<Note> completed(Change change) {
        return change.story()
                .filter(story -> !FailoverStory.underWay(story)
                        && change.storyBefore().filter(FailoverStory::underWay).isPresent())
                .map(story -> new Note(
                        false,
                        "WritesPossible",
                        "%s of term %d acknowledges commits; %s"
                                .formatted(
                                        story.to(),
                                        story.term(),
                                        story.writeGap() == null
                                                ? "this operator did not see the last write before"
                                                : story.writeGap() + " after the last write before")));
    }

    /** The instance that lost the writes counts again. */
    private static Optional<Note> rejoined(Change change) {
        return change.story()
                .map(LastFailover::from)
                .filter(from ->
                        change.after().term() == change.story().orElseThrow().term())
                .filter(from -> counts(change.after(), from) && !counts(change.before(), from))
                .filter(from -> change.before().current().isPresent())
                .map(from -> new Note(
                        false,
                        "Rejoined",
                        "%s streams from %s and counts again"
                                .formatted(from, change.after().candidate().orElse(""))));
    }

    private static boolean counts(Memory memory, String instance) {
        return memory.current().stream()
                .flatMap(record -> record.members().stream())
                .map(Member::instance)
                .anyMatch(instance::equals);
    }
}

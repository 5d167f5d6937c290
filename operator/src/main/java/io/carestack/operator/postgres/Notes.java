package io.carestack.operator.postgres;

import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.status.Note;
import java.util.Optional;

/** Events about what the memory has come to say. */
final class Notes {
    private Notes() {}

    static Optional<Note> of(Memory before, Memory after) {
        if (before.systemIdentifier().isEmpty() && after.systemIdentifier().isPresent()) {
            return Optional.of(new Note(
                    false,
                    after.records().isEmpty() ? "DatabaseAdopted" : "DatabaseCreated",
                    "the database has the system identifier "
                            + after.systemIdentifier().get()));
        }
        if (after.promoted() && !before.promoted()) {
            return Optional.of(new Note(
                    false,
                    "Promoted",
                    "%s takes writes in term %d".formatted(after.candidate().orElse(""), after.term())));
        }
        if (after.term() > before.term() && before.promoted()) {
            return Optional.of(new Note(
                    true,
                    "PrimaryRestarted",
                    "%s restarted read-only; term %d begins"
                            .formatted(before.primary().orElse("the first instance"), after.term())));
        }
        return Optional.empty();
    }
}

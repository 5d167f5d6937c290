package io.carestack.operator.stack;

import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Note;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one domain asks for and says.
 *
 * @param desired children that shall be exactly so
 * @param held children that are left as they are
 * @param lookAgain when the domain wants another look although nothing may happen until then
 */
record Contribution(
        List<HasMetadata> desired,
        List<HasMetadata> held,
        List<ConditionValue> conditions,
        List<Problem> problems,
        List<Note> notes,
        Optional<Duration> lookAgain) {

    /** A domain that only asks for children and says one thing. */
    static Contribution of(List<? extends HasMetadata> desired, ConditionValue condition, List<Problem> problems) {
        return new Contribution(
                List.copyOf(desired), List.of(), List.of(condition), problems, List.of(), Optional.empty());
    }

    /** All of them together, in the order given; the earliest look again counts. */
    static Contribution all(Contribution... contributions) {
        List<HasMetadata> desired = new ArrayList<>();
        List<HasMetadata> held = new ArrayList<>();
        List<ConditionValue> conditions = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        for (Contribution contribution : contributions) {
            desired.addAll(contribution.desired());
            held.addAll(contribution.held());
            conditions.addAll(contribution.conditions());
            problems.addAll(contribution.problems());
            notes.addAll(contribution.notes());
        }
        return new Contribution(
                desired,
                held,
                conditions,
                problems,
                notes,
                Stream.of(contributions)
                        .flatMap(one -> one.lookAgain().stream())
                        .min(Duration::compareTo));
    }
}

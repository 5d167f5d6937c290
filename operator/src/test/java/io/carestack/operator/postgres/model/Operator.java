package io.carestack.operator.postgres.model;

import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.PostgresStep.Act;
import java.util.Optional;

/**
 * One operator process.
 *
 * @param held the epoch that it has written; 0 when none
 * @param decision what it has decided and not yet done; at any later time it may do it, or never
 * @param fresh whether the status is still the one that it decided on
 * @param blind a bit for each instance that it cannot reach
 */
record Operator(int held, Optional<Decision> decision, boolean fresh, int blind) {
    static final Operator NEW = new Operator(0, Optional.empty(), true, 0);

    /**
     * A step on its way.
     *
     * @param act empty when it is done or the step has none
     * @param next what remains to be written
     * @param epoch that the operator believed in
     * @param term that the operator believed in
     * @param noted what a mutant's operator has read of the instance
     */
    record Decision(Optional<Act> act, Optional<Memory> next, int epoch, int term, String noted) {
        Decision done(Memory written) {
            return new Decision(Optional.empty(), Optional.of(written), epoch, term, Wal.NONE);
        }
    }

    Operator idle() {
        return new Operator(held, Optional.empty(), true, blind);
    }

    Operator decides(Decision next) {
        return new Operator(held, Optional.of(next), fresh, blind);
    }

    Operator holding(int epoch) {
        return new Operator(epoch, decision, fresh, blind);
    }

    Operator withBlind(int next) {
        return new Operator(held, decision, fresh, next);
    }

    /** The status is another one now: a write is refused from here on, and one that has only that left is over. */
    Operator stale() {
        return decision.filter(each -> each.act().isPresent()).isPresent()
                ? new Operator(held, decision, false, blind)
                : idle();
    }

    boolean sees(int ordinal) {
        return (blind >> ordinal & 1) == 0;
    }
}

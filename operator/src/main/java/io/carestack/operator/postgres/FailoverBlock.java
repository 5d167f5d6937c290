package io.carestack.operator.postgres;

import io.carestack.operator.postgres.plan.Memory;
import io.carestack.operator.postgres.plan.Observation;
import io.carestack.operator.postgres.plan.PostgresStep;
import io.carestack.operator.postgres.plan.Wanted;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.StackHealth;

/**
 * The condition {@code FailoverBlocked}: the primary is lost, and no other instance may take over before somebody does something. As {@code Stalled}, it is
 * always there, and True is bad. Pure.
 */
final class FailoverBlock {
    private static final String TYPE = StackHealth.FAILOVER_BLOCKED;

    private FailoverBlock() {}

    static ConditionValue condition(Wanted wanted, Memory memory, Observation seen, PostgresStep step) {
        if (step instanceof PostgresStep.Wait wait) {
            if (wait.reason().equals("FailoverBlocked")) {
                return ConditionValue.yes(TYPE, "TooFewInstances", wait.message());
            }
            if (wait.reason().equals("DiskFull")) {
                return ConditionValue.yes(TYPE, "VolumeFull", wait.message());
            }
            if (wait.reason().equals("PrimaryUnreachable") && wanted.instances() > 1) {
                if (!wanted.failover().enabled()) {
                    return ConditionValue.yes(TYPE, "FailoverDisabled", wait.message());
                }
                if (nobodyElseAnswers(memory, seen)) {
                    return ConditionValue.yes(TYPE, "NoInstanceAnswers", wait.message());
                }
            }
        }
        return ConditionValue.no(TYPE, "NotBlocked", "no failover waits for a person");
    }

    private static boolean nobodyElseAnswers(Memory memory, Observation seen) {
        String primary = memory.candidate().or(memory::primary).orElse("");
        return seen.instances().stream()
                .noneMatch(each -> !each.name().equals(primary) && each.facts().isPresent());
    }
}

package io.carestack.operator.stack;

import io.carestack.operator.app.AppObservation;
import io.carestack.operator.app.AppPlan;
import io.carestack.operator.app.AppPlanner;
import io.carestack.operator.app.AppStatus;
import io.carestack.operator.effective.EffectiveStack;

/** All domains of a stack, in the order in which they depend on one another. */
final class Domains {

    /** What every domain wants now. */
    StackPlan plan(EffectiveStack stack, StackObservation seen, StatusMemory memory) {
        Contribution others = Contribution.all();
        AppPlan app = AppPlanner.plan(
                stack,
                AppObservation.of(stack, seen.children()),
                ConnectionHashes.added(stack, seen, others.desired()));
        return new StackPlan(app, others);
    }

    /** What every domain says after the writes. */
    StatusReport report(EffectiveStack stack, StackObservation after, StackPlan plan, Execution execution) {
        AppStatus app = AppStatus.of(stack, AppObservation.of(stack, after.children()), plan.app());
        return new StatusReport(stack, app, plan, execution);
    }
}

package io.carestack.operator.rollout.plan;

/** The decisions that the search has shown to be needed: all of them hold in production, and each can be left out to see that it is missed. */
enum Rule {
    EVERY_SERVICE("what is live is asked of every component, not of the first one"),
    CONFIRMED("a switch counts and a colour is sized down only when the EndpointSlices say so"),
    ROLLBACK_WITHOUT_NEW("going back does not need a healthy new colour"),
    OLD_STAYS("the old colour keeps its size until the new one has been watched"),
    FULL_SIZE("the new colour is as large as the old one before it serves"),
    GREENS_READ_AGAIN("the new colours are looked at again before each selector write"),
    RETIRING_LOOKS("retiring turns back when the new colour has nothing ready"),
    SHRINK_NEEDS_OTHER("a colour is sized down only while the other one is ready in every component"),
    SERVES_FIRST("on the way back each Service points to a colour that is ready"),
    DEGRADES("when the old colour does not come back, the new one goes on serving"),
    UNFREEZES("whoever ends a rollout lets the autoscaler go"),
    HOLD_UNFREEZES("a hold lets the autoscaler go"),
    FREEZES_UPWARDS("the autoscaler is held in both directions around the switch"),
    ROLLBACK_FREEZES("the autoscaler is held on the way back as well"),
    ROLLBACK_IN_SIZE("going back from a colour that is ready waits for the full size"),
    APPROVAL_OF_ATTEMPT("an approval is of one attempt"),
    EVERY_END_REMEMBERED("a revision that was aborted, reverted or rolled back is remembered like one that failed"),
    SUPERSEDING_HEEDS_FAILURES("a change to a revision that failed is not a way to try it again"),
    COMMANDS_CONSUMED("a command is acted on once"),
    DRIFT_REBUILT("what was verified is what runs at the switch"),
    SERVICE_WHERE_PODS_ARE("a missing Service is made on a colour that has pods"),
    STABLE_REPAIRED("in rest, Services, autoscalers and sizes are put right"),
    NO_PAUSE_AFTER_SWITCH("a pause holds nothing once a Service was switched"),
    NO_DATABASE_AFTER_SWITCH("a failover of the database holds nothing once a Service was switched"),
    SELECTED_EARLY("a Service on the new colour before the switch turns back"),
    FENCED("the Deployment of a colour is written before a Service is pointed at it"),
    ABORT_WRITES_SERVICES("an abort writes every Service once"),
    ROLLBACK_WRITES_SERVICES("a rollback writes every Service once"),
    DIRECTION_REMEMBERED("the last part of the way back is a status of its own"),
    SWITCHING_ENDS("switching has a deadline"),
    OVERLAP_SETTLES("a Service selects both colours for as long as whoever follows it needs to attach the new one"),
    ROUTES_FOLLOW("what a route was told counts only when it says that it follows"),
    OUTSIDE_AROUND("requests from outside are sent around a Service that is about to be switched, and back afterwards"),
    LOST_STATUS_RECOVERED("an empty status beside marked objects is not an initial install"),
    SCHEMA_AHEAD("a migration waits while that of a revision that never became stable is in the schema");

    final String text;

    Rule(String text) {
        this.text = text;
    }
}

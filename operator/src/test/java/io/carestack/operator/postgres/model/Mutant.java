package io.carestack.operator.postgres.model;

/** A rule of the protocol that is broken on purpose; the search must notice. */
enum Mutant {
    CANDIDATE_NOT_REMEMBERED("promotes before the candidate and its record are in the status"),
    RECORDS_DROPPED_AT_PROMOTION("forgets earlier terms as soon as somebody takes writes, before anybody holds it"),
    NAMES_AFTER_PROMOTION("promotes with empty names and sets them afterwards"),
    EMPTY_NAMES_AT_BOOT("starts with empty names, so that a busy checkpointer lets the first commit through"),
    PLAIN_NAMES("streams under names without the term"),
    OLD_PRIMARY_IN_NAMES("names the old primary, which the record does not"),
    NAMES_BEFORE_RECORD("adds a member to the names before the record"),
    REMOVAL_RECORDED_FIRST("removes a member from the record before the names"),
    REMOVAL_WITHOUT_CATCHING_UP("removes a member without waiting for the others to hold everything"),
    RAISE_WITHOUT_CATCHING_UP("requires more members without waiting for them to hold everything"),
    SEAL_NOT_VERIFIED("counts an instance as sealed while its receiver still runs"),
    POSITION_BEFORE_SEAL("compares positions that were read before the seal"),
    ONE_MEMBER_TOO_FEW("closes a term with R + W >= N"),
    PREVIOUS_PRIMARY_NEVER_CLOSES("a sealed previous primary does not close its own term"),
    NO_ADD_BEFORE_CONFIRMED("admits members only to a confirmed term"),
    ZOMBIES_NOT_STOPPED("does not stop what takes writes in a term that is over"),
    CANDIDATE_BEFORE_STOP("switches over to a candidate that was chosen while writes went on"),
    TERM_FENCE_ONLY("fences by the term alone"),
    UNFENCED("checks the fence when it decides, not when it acts"),
    WRITES_WITHOUT_COMPARING("writes the status without comparing its version"),
    PROMOTES_TWICE("promotes again in a term that was promoted already"),
    TIMELINES_AS_POSTGRESQL_NUMBERS_THEM("lets PostgreSQL number the timelines"),
    DISCOVERY_BY_SEEN_TERM("follows whoever knows a high term, promoted in it or not"),
    EMPTIED_KEEPS_MEMBERSHIP("a directory that was filled anew counts as the one before"),
    BOOTS_AS_PRIMARY("a restarted primary takes writes again by itself"),
    LABELS_UNFENCED("sends clients to an instance without its fence"),
    INTERRUPTED_REWIND_COUNTS("a directory whose rewind was interrupted is started as it is");

    final String rule;

    Mutant(String rule) {
        this.rule = rule;
    }
}

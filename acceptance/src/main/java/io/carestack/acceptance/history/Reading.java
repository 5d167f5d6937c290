package io.carestack.acceptance.history;

/**
 * One answer that a reader got.
 *
 * @param asked when it asked, in nanoseconds of this process
 * @param answered when it had the answer
 * @param highest id of the newest row that it saw, 0 for none
 */
record Reading(long asked, long answered, long highest) {}

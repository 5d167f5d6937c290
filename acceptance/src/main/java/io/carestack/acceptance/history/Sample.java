package io.carestack.acceptance.history;

/**
 * What a primary said of its standbys.
 *
 * @param at when it was asked, in nanoseconds of this process
 * @param term in which it is the primary
 * @param streaming standbys that stream and for which commits may wait
 */
record Sample(long at, long term, int streaming) {}

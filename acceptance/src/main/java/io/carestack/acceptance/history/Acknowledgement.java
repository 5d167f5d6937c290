package io.carestack.acceptance.history;

/**
 * A commit that a client was told of.
 *
 * @param id of its row, which no other row has
 * @param term in which it was written: the timeline of the instance that wrote it
 * @param at when the answer came, in nanoseconds of this process
 */
public record Acknowledgement(long id, long term, long at) {}

package io.carestack.acceptance.history;

/**
 * A commit that a client was told of.
 *
 * @param id of its row, which no other row has
 * @param term in which it was written: the timeline of the instance that wrote it
 * @param server address and port of the instance that wrote it
 * @param copies standbys that the server promised to wait for when it wrote the row
 * @param at when the answer came, in nanoseconds of this process
 */
public record Acknowledgement(long id, long term, String server, int copies, long at) {}

package io.carestack.acceptance.bench;

/**
 * Requests of the operator to the API server; watches do not count.
 *
 * @param writes all but GET, LIST and WATCH
 * @param reads GET and LIST; negative where they cannot be told from those of others
 */
record Requests(long writes, long reads) {

    Requests since(Requests earlier) {
        return new Requests(writes - earlier.writes, reads < 0 ? -1 : reads - earlier.reads);
    }

    String readsText() {
        return reads < 0 ? "reads not countable" : reads + " reads";
    }
}

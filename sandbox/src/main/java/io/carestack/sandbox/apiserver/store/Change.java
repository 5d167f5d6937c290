package io.carestack.sandbox.apiserver.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One change of one object; the trees are never modified afterwards. A deletion carries the last state in
 * {@code before} and, with the version of the deletion, in {@code object}.
 */
public record Change(long version, ObjectKey key, Kind kind, ObjectNode object, Optional<ObjectNode> before) {
    /** What happened. */
    public enum Kind {
        ADDED,
        MODIFIED,
        DELETED
    }
}

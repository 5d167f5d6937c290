package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** What became of one write. */
public sealed interface WriteOutcome {

    /** The object already was as desired; nothing was sent. */
    record Unchanged(HasMetadata object) implements WriteOutcome {}

    /** The object did not exist; it does now. */
    record Created(HasMetadata object) implements WriteOutcome {}

    /** The object was changed. */
    record Changed(HasMetadata object) implements WriteOutcome {}

    /**
     * The API server refused, and trying again will not help until a person acts.
     *
     * @param name kind and name of the object
     * @param message the API server's own words
     * @param cure what a person can do
     */
    record Refused(String name, String message, String cure) implements WriteOutcome {}
}

package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to volumes and generated credentials when a CareStack is deleted. */
public enum DeletionPolicy {
    @JsonProperty("Retain")
    RETAIN,
    @JsonProperty("Delete")
    DELETE
}

package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Preset for replicas and resources. */
public enum StackSize {
    @JsonProperty("small")
    SMALL,
    @JsonProperty("medium")
    MEDIUM,
    @JsonProperty("large")
    LARGE
}

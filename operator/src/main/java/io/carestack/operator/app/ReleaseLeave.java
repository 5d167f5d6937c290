package io.carestack.operator.app;

import java.util.Optional;

/**
 * What a release leaves to everybody else.
 *
 * @param marks what a new Service is marked with when nothing of the application exists yet, so that it may be made with everything else; else empty
 * @param autoscale nothing is being switched, so that a missing autoscaler may be made for what serves
 * @param colored routes divide requests between the colours, so that each has a Service of its own
 */
public record ReleaseLeave(Optional<String> marks, boolean autoscale, boolean colored) {}

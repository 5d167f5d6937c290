package io.carestack.operator.app;

/**
 * What a release leaves to everybody else.
 *
 * @param open nothing of the application exists yet, so that its Services may be made with everything else
 * @param autoscale nothing is being switched, so that a missing autoscaler may be made for what serves
 */
public record ReleaseLeave(boolean open, boolean autoscale) {}

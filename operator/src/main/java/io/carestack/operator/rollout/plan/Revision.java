package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;

/** A revision, and the colour that it runs in. */
public record Revision(String hash, Color color) {}

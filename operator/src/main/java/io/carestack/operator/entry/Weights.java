package io.carestack.operator.entry;

import io.carestack.operator.kube.Color;
import java.util.Optional;

/**
 * How an HTTPRoute divides requests while a release moves them.
 *
 * @param decision by which they are so; another decision is another write, so that a late write of an older one is refused
 * @param aside colour that gets requests around the live Services; empty when none does
 * @param percent that it gets
 */
public record Weights(String decision, Optional<Color> aside, int percent) {}

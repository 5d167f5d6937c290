package io.carestack.operator.stack;

import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.OptionalKind;
import io.carestack.operator.kube.References;
import java.util.Set;

/**
 * Everything that a pass knows of the cluster, from caches alone.
 *
 * @param references what the stack refers to and does not own
 * @param installed optional kinds that the cluster has
 */
record StackObservation(Children children, References references, Set<OptionalKind> installed) {}

/** Kubernetes itself: names, labels and owners of children, and the only place that writes to the API. */
@NullMarked
package io.carestack.operator.kube;

import org.jspecify.annotations.NullMarked;

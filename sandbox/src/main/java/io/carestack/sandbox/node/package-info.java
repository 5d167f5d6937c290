/** A kubelet that runs pods as local processes in namespaces of their own. */
@NullMarked
package io.carestack.sandbox.node;

import org.jspecify.annotations.NullMarked;

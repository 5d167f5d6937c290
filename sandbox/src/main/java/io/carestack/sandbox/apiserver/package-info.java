/** An embedded Kubernetes API server: its life cycle, its address, its faults and its request log. */
@NullMarked
package io.carestack.sandbox.apiserver;

import org.jspecify.annotations.NullMarked;

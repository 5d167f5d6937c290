/** An embedded Kubernetes: an API server, the workload controllers and a node that runs pods as local processes. */
@NullMarked
package io.carestack.sandbox;

import org.jspecify.annotations.NullMarked;

/** An embedded Kubernetes for tests and the demo. */
@NullMarked
package io.carestack.sandbox;

import org.jspecify.annotations.NullMarked;

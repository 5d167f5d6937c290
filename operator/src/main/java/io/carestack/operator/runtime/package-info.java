/** The process around the reconciler: configuration, health and metrics, logs, start and stop. */
@NullMarked
package io.carestack.operator.runtime;

import org.jspecify.annotations.NullMarked;

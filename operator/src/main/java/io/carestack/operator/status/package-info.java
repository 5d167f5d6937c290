/** Conditions, phase and summary: pure functions from what was seen to what users read. */
@NullMarked
package io.carestack.operator.status;

import org.jspecify.annotations.NullMarked;

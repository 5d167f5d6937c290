/** Isolation of a stack on the network: nothing is allowed but the flows that it needs. */
@NullMarked
package io.carestack.operator.network;

import org.jspecify.annotations.NullMarked;

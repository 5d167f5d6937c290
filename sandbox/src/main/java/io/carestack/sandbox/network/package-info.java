/** Addresses, cluster IPs, service names and network faults of the sandbox's pods. */
@NullMarked
package io.carestack.sandbox.network;

import org.jspecify.annotations.NullMarked;

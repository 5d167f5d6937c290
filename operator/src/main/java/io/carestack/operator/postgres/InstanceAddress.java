package io.carestack.operator.postgres;

/** An instance and the address of its pod; never a Service's, which would lead to whichever instance it selects. */
record InstanceAddress(String name, String address) {}

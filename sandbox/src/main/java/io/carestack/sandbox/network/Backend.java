package io.carestack.sandbox.network;

/** One endpoint behind a service port. */
public record Backend(String address, int port) {}

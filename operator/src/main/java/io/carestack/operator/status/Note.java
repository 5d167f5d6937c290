package io.carestack.operator.status;

/**
 * An event to tell in {@code kubectl describe}.
 *
 * @param warning whether a person may have to act
 * @param reason stable CamelCase word
 * @param message one sentence without secrets
 */
public record Note(boolean warning, String reason, String message) {}

package io.carestack.sandbox.image;

/** What pulling an image comes to. */
public sealed interface Resolution {

    /** The image is there; {@code digest} is stable for the reference and its recipe. */
    record Found(String reference, Recipe recipe, String digest) implements Resolution {}

    /** The registry refuses, with the message that the kubelet would show. */
    record Absent(String reference, String message) implements Resolution {}
}

package io.carestack.sandbox.image;

/** An executable text file that an image brings along. */
public record ImageFile(String path, String content) {}

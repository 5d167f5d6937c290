package io.carestack.sandbox.image;

/** A directory that an image brings along; the mode is octal text such as {@code 0700}. */
public record ImageDirectory(String path, int uid, int gid, String mode) {}

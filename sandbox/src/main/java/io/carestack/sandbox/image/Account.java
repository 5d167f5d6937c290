package io.carestack.sandbox.image;

/** A user of an image and the group of the same name, as in its passwd and group files. */
public record Account(String name, int uid, int gid, String home) {}

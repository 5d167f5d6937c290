package io.carestack.sandbox.image;

import java.nio.file.Path;

/** A file or directory of this machine that shows, read-only, at a path of the container. */
public record HostPath(Path source, String target) {}

package io.carestack.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that this code belongs to: where the CRD, the examples and the chart are. */
public final class Repository {
    private Repository() {}

    /** A file or folder of the checkout. */
    public static Path path(String relative) {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("crds"))) {
            directory = directory.getParent();
            if (directory == null) {
                throw new IllegalStateException("run this inside a checkout of CareStack");
            }
        }
        return directory.resolve(relative);
    }
}

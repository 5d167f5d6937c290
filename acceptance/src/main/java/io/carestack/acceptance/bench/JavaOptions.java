package io.carestack.acceptance.bench;

import io.carestack.acceptance.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that the image gives the operator's Java VM, and the VM itself. */
final class JavaOptions {
    private static final Pattern ASSIGNMENT = Pattern.compile("^java_options=\"([^\"]+)\"", Pattern.MULTILINE);

    private JavaOptions() {}

    /** The options, from the one place where they are written down. */
    static List<String> ofTheImage() throws IOException {
        Matcher matcher = ASSIGNMENT.matcher(Files.readString(Repository.path("packaging/java-options.sh")));
        if (!matcher.find()) {
            throw new IllegalStateException("packaging/java-options.sh assigns no java_options");
        }
        return List.of(matcher.group(1).split(" "));
    }

    /** The program that runs this process. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}

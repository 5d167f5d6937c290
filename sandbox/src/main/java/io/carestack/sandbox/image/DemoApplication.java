package io.carestack.sandbox.image;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The demo application as an image: this JVM's runtime and the application's jar, wherever they are. */
public final class DemoApplication {
    private static final String JAR = "carestack-demoapp.jar";
    private static final String PATTERNS = "(?:ghcr\\.io/acme/.*|localhost/careapp:.*|(?:.*/)?careapp:.*)";

    private DemoApplication() {}

    /** Registers the application for its default names when it can be found. */
    public static void register(Images images) {
        if (isPresent()) {
            images.register(PATTERNS, DemoApplication::recipe);
        }
    }

    /** Whether the application was built: from the property {@code carestack.demoapp}, beside the sources, or on the class path. */
    public static boolean isPresent() {
        return !classPath().isEmpty();
    }

    /** The recipe for a reference; the tag is the version that the application tells. */
    public static Recipe recipe(String reference) {
        String java = System.getProperty("java.home");
        List<HostPath> mounts = new ArrayList<>();
        mounts.add(new HostPath(Path.of(java), "/opt/java"));
        List<String> inside = new ArrayList<>();
        List<Path> outside = classPath();
        for (int i = 0; i < outside.size(); i++) {
            String target = "/opt/app/" + i + "-" + outside.get(i).getFileName();
            mounts.add(new HostPath(outside.get(i), target));
            inside.add(target);
        }
        return Recipe.shell()
                .withCommand(
                        List.of(
                                "/opt/java/bin/java",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:-UsePerfData",
                                "-Xshare:auto",
                                "-Xmx32m",
                                "-Xss256k",
                                "-cp",
                                String.join(":", inside)),
                        List.of("io.carestack.demoapp.Main"))
                .withEnvironment(Map.of(
                        "PORT",
                        "3001",
                        "JAVA_HOME",
                        "/opt/java",
                        "APP_VERSION",
                        reference.substring(reference.lastIndexOf(':') + 1)))
                .withUser("1000:1000", List.of(new Account("app", 1000, 1000, "/tmp")))
                .withContents("/tmp", List.of(), List.of(), mounts, "the demo application stands in for " + reference);
    }

    private static List<Path> classPath() {
        Optional<Path> jar = Optional.ofNullable(System.getProperty("carestack.demoapp"))
                .map(Path::of)
                .or(DemoApplication::besideSources)
                .filter(Files::exists);
        if (jar.isPresent()) {
            Path libraries = jar.get().resolveSibling("lib");
            List<Path> paths = new ArrayList<>(List.of(jar.get().toAbsolutePath()));
            File[] files = libraries.toFile().listFiles((directory, name) -> name.endsWith(".jar"));
            if (files != null) {
                for (File file : files) {
                    paths.add(file.toPath().toAbsolutePath());
                }
            }
            return paths;
        }
        List<Path> own = List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(Files::exists)
                .collect(Collectors.toList());
        boolean contains = own.stream()
                .anyMatch(entry -> entry.getFileName().toString().startsWith("carestack-demoapp")
                        || Files.exists(entry.resolve("io/carestack/demoapp/Main.class")));
        return contains ? own : List.of();
    }

    private static Optional<Path> besideSources() {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null) {
            Path jar = directory.resolve("demoapp/target").resolve(JAR);
            if (Files.exists(jar)) {
                return Optional.of(jar);
            }
            directory = directory.getParent();
        }
        return Optional.empty();
    }
}

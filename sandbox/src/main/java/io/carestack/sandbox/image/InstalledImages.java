package io.carestack.sandbox.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The images that the machine's Debian packages can stand in for. */
public final class InstalledImages {
    private static final Path POSTGRES = Path.of("/usr/lib/postgresql");
    private static final Pattern MAJOR = Pattern.compile(".*postgres(?:ql)?:(\\d+).*");
    private static final String REST = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static final String EXPORTER = "prometheus-postgres-exporter";

    private InstalledImages() {}

    /** Registers PostgreSQL, Redis, PgBouncer and shell images, each if what it needs is installed. */
    public static Images registry() {
        Images images = new Images();
        images.register("(?:.*/)?(?:busybox|alpine|debian|bash|ubuntu)(?::[^/]*)?", Recipe.shell());
        if (installed("redis-server")) {
            images.register("(?:.*/)?(?:redis|valkey)(?:/valkey)?(?:-stack-server)?:[^/]*", InstalledImages::redis);
        }
        if (installed("pgbouncer")) {
            images.register("(?:.*/)?pgbouncer(?::[^/]*)?", InstalledImages::pgbouncer);
        }
        if (installed(EXPORTER)) {
            images.register("(?:.*/)?postgres[-_]exporter(?::[^/]*)?", InstalledImages::postgresExporter);
        }
        postgresMajor()
                .ifPresent(major ->
                        images.register("(?:.*/)?postgres(?:ql)?:\\d+[^/]*", reference -> postgres(reference, major)));
        return images;
    }

    /** The newest installed major version of PostgreSQL. */
    public static Optional<Integer> postgresMajor() {
        if (!Files.isDirectory(POSTGRES)) {
            return Optional.empty();
        }
        try (Stream<Path> majors = Files.list(POSTGRES)) {
            return majors.filter(path -> Files.isExecutable(path.resolve("bin/postgres")))
                    .map(path -> Integer.valueOf(path.getFileName().toString()))
                    .max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a program is in one of the usual directories, whatever PATH says. */
    public static boolean installed(String program) {
        return Stream.of("/usr/sbin", "/usr/bin", "/sbin", "/bin", "/usr/local/bin", "/usr/local/sbin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static Recipe postgres(String reference, int newest) {
        Matcher matcher = MAJOR.matcher(reference);
        int asked = matcher.matches() ? Integer.parseInt(matcher.group(1)) : newest;
        int major = Files.isExecutable(POSTGRES.resolve(asked + "/bin/postgres")) ? asked : newest;
        int user = reference.contains("alpine") ? 70 : 999;
        String note = asked == major
                ? "PostgreSQL %d of this machine".formatted(major)
                : "the tag asks for PostgreSQL %d; this machine's PostgreSQL %d runs instead".formatted(asked, major);
        return Recipe.shell()
                .withCommand(List.of("/docker-entrypoint.sh"), List.of("postgres"))
                .withEnvironment(Map.of(
                        "PATH",
                        POSTGRES.resolve(major + "/bin") + ":" + REST,
                        "PGDATA",
                        "/var/lib/postgresql/data",
                        "PG_MAJOR",
                        Integer.toString(major),
                        "LANG",
                        "C.UTF-8"))
                .withUser("", List.of(new Account("postgres", user, user, "/var/lib/postgresql")))
                .withContents(
                        "/",
                        List.of(
                                new ImageDirectory("/var/lib/postgresql", user, user, "0755"),
                                new ImageDirectory("/var/lib/postgresql/data", user, user, "1777"),
                                new ImageDirectory("/run/postgresql", user, user, "3777")),
                        List.of(new ImageFile("/docker-entrypoint.sh", text("postgres-entrypoint.sh"))),
                        List.of(),
                        note);
    }

    private static Recipe redis(String reference) {
        return Recipe.shell()
                .withCommand(List.of("/docker-entrypoint.sh"), List.of("redis-server"))
                .withUser("", List.of(new Account("redis", 999, 999, "/data")))
                .withContents(
                        "/data",
                        List.of(new ImageDirectory("/data", 999, 999, "0755")),
                        List.of(new ImageFile("/docker-entrypoint.sh", text("redis-entrypoint.sh"))),
                        List.of(),
                        "this machine's redis-server for " + reference);
    }

    private static Recipe pgbouncer(String reference) {
        return Recipe.shell()
                .withCommand(List.of(), List.of("pgbouncer", "/etc/pgbouncer/pgbouncer.ini"))
                .withUser("70:70", List.of(new Account("postgres", 70, 70, "/var/lib/postgresql")))
                .withContents(
                        "/",
                        List.of(
                                new ImageDirectory("/etc/pgbouncer", 70, 70, "0755"),
                                new ImageDirectory("/var/log/pgbouncer", 70, 70, "0755"),
                                new ImageDirectory("/run/pgbouncer", 70, 70, "0755")),
                        List.of(),
                        List.of(),
                        "this machine's pgbouncer for " + reference);
    }

    private static Recipe postgresExporter(String reference) {
        return Recipe.shell()
                .withCommand(List.of(EXPORTER), List.of())
                .withUser("65534:65534", List.of(new Account("nobody", 65534, 65534, "/nonexistent")))
                .withContents(
                        "/",
                        List.of(),
                        List.of(),
                        List.of(),
                        "this machine's prometheus-postgres-exporter for " + reference);
    }

    private static String text(String resource) {
        try (var stream = InstalledImages.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

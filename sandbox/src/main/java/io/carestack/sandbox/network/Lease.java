package io.carestack.sandbox.network;

import io.carestack.sandbox.machinery.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One sandbox's claim on a pair of subnets and on a directory. A process of its own holds it and, when the JVM ends, ends what the sandbox started; whoever takes
 * a claim first ends what a dead one left.
 */
public final class Lease implements AutoCloseable {
    private static final Path LOCKS = Path.of("/run/carestack-sandbox");
    private static final int SANDBOXES = 27;

    private final Guard guard;
    private final Addresses addresses;
    private final Path directory;

    private Lease(Guard guard, Addresses addresses, Path directory) {
        this.guard = guard;
        this.addresses = addresses;
        this.directory = directory;
    }

    public Addresses addresses() {
        return addresses;
    }

    /** A directory of this sandbox alone; it goes with the sandbox. */
    public Path directory() {
        return directory;
    }

    /** Takes the first free pair of subnets, after removing what dead sandboxes left behind. */
    public static Lease take() {
        try {
            Files.createDirectories(LOCKS);
            String routes = Shell.script("ip -4 -o addr show; ip -4 route show table all");
            Optional<Lease> taken = Optional.empty();
            for (int index = 0; index < SANDBOXES; index++) {
                if (taken.isPresent() && left(index).isBlank()) {
                    continue;
                }
                Optional<Guard> guard = Guard.take(LOCKS.resolve(index + ".lock"));
                if (guard.isEmpty()) {
                    continue;
                }
                clean(index);
                if (taken.isEmpty() && isFree(index, routes)) {
                    taken = Optional.of(claim(index, guard.get()));
                } else {
                    guard.get().close();
                }
            }
            return taken.orElseThrow(
                    () -> new IllegalStateException("no free subnets: 10.200.0.0 to 10.253.0.0 are all in use"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int index, String routes) {
        String remaining = routes.lines()
                .filter(line -> !line.contains(" cs" + index))
                .reduce("", (left, right) -> left + "\n" + right);
        return !remaining.contains("10." + (200 + 2 * index) + ".")
                && !remaining.contains("10." + (201 + 2 * index) + ".0");
    }

    private static void clean(int index) throws IOException {
        String left = left(index);
        if (!left.isBlank() && Files.exists(script(Path.of(left)))) {
            Shell.run(List.of("sh", script(Path.of(left)).toString()), "", Duration.ofSeconds(60));
        }
        Files.writeString(record(index), "");
    }

    private static Lease claim(int index, Guard guard) throws IOException {
        byte[] random = new byte[2];
        new SecureRandom().nextBytes(random);
        String token = "x%02x%02x".formatted(random[0], random[1]);
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "carestack-sandbox-" + index + token);
        Files.createDirectories(directory);
        Addresses addresses = Addresses.of(index, token);
        Files.writeString(script(directory), cleanupScript(addresses, directory));
        Files.writeString(record(index), directory.toString());
        guard.cleansUpWith(script(directory));
        return new Lease(guard, addresses, directory);
    }

    private static Path script(Path directory) {
        return directory.resolve("cleanup.sh");
    }

    private static Path record(int index) {
        return LOCKS.resolve(index + ".directory");
    }

    private static String left(int index) throws IOException {
        return Files.exists(record(index)) ? Files.readString(record(index)).strip() : "";
    }

    private static String cleanupScript(Addresses addresses, Path directory) {
        String prefix = addresses.prefix();
        return """
                [ -e %2$s/cleanup.sh ] || exit 0
                # no signal ends a process that waits for a stalled disk
                awk '{print $2}' /proc/self/mounts | grep '^%2$s/volumes/' | while read -r mounted; do fsfreeze -u "$mounted" 2>/dev/null || true; done
                spaces=$(ip netns list | awk '{print $1}' | grep '^%1$s-' || true)
                running=$spaces
                while [ -n "$running" ]; do
                  left=
                  for space in $running; do
                    pids=$(ip netns pids "$space" 2>/dev/null || true)
                    if [ -n "$pids" ]; then kill -9 $pids 2>/dev/null || true; left="$left $space"; fi
                  done
                  running=$left
                done
                for space in $spaces; do echo "netns del $space"; done | ip -force -batch - || true
                ip link del %1$sbr 2>/dev/null || true
                while iptables -w -D FORWARD -i %1$sbr -j ACCEPT 2>/dev/null; do :; done
                while iptables -w -D FORWARD -o %1$sbr -j ACCEPT 2>/dev/null; do :; done
                if [ -e %2$s/service-range ]; then ip route del local "$(cat %2$s/service-range)" dev lo 2>/dev/null || true; fi
                awk '{print $2}' /proc/self/mounts | grep '^%2$s/' | while read -r mounted; do umount -l "$mounted"; done
                rm -rf %2$s
                """.formatted(prefix, directory);
    }

    /** Ends every process of the sandbox and removes its namespaces, devices and directory. */
    @Override
    public void close() {
        guard.close();
        if (Files.exists(script(directory))) {
            Shell.run(List.of("sh", script(directory).toString()), "", Duration.ofSeconds(60));
        }
    }
}

package io.carestack.sandbox.network;

import io.carestack.sandbox.machinery.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One sandbox's claim on a pair of subnets and on a directory. The claim is a file lock, so it ends with the JVM; a
 * watchdog process then ends what the sandbox started, and whoever takes a claim first ends what a dead one left.
 */
public final class Lease implements AutoCloseable {
    private static final Path LOCKS = Path.of("/run/carestack-sandbox");
    private static final int SANDBOXES = 27;

    private final FileChannel channel;
    private final Addresses addresses;
    private final Path directory;
    private @Nullable Process watchdog;

    private Lease(FileChannel channel, Addresses addresses, Path directory) {
        this.channel = channel;
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
    public static synchronized Lease take() {
        try {
            Files.createDirectories(LOCKS);
            String routes = Shell.script("ip -4 -o addr show; ip -4 route show table all");
            Optional<Lease> taken = Optional.empty();
            for (int index = 0; index < SANDBOXES; index++) {
                FileChannel channel = lock(index);
                if (channel == null) {
                    continue;
                }
                clean(index, channel);
                if (taken.isEmpty() && isFree(index, routes)) {
                    taken = Optional.of(claim(index, channel));
                } else {
                    channel.close();
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

    private static @Nullable FileChannel lock(int index) throws IOException {
        Path file = LOCKS.resolve(index + ".lock");
        if (isLocked(file)) {
            return null;
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            throw new IllegalStateException(file + " is locked by this process, and the kernel does not say so", e);
        }
        channel.close();
        return null;
    }

    /** By this process: the lock would end with any other channel to its file, as soon as that is closed. */
    private static boolean isLocked(Path file) throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        String process = " " + ProcessHandle.current().pid() + " ";
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line -> line.contains(process) && line.contains(inode));
    }

    private static void clean(int index, FileChannel channel) throws IOException {
        String left = read(channel);
        if (!left.isBlank() && Files.exists(Path.of(left, "cleanup.sh"))) {
            Shell.run(cleanup(index, Path.of(left)), "", Duration.ofSeconds(60));
        }
        channel.truncate(0);
    }

    private static Lease claim(int index, FileChannel channel) throws IOException {
        byte[] random = new byte[2];
        new SecureRandom().nextBytes(random);
        String token = "x%02x%02x".formatted(random[0], random[1]);
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "carestack-sandbox-" + index + token);
        Files.createDirectories(directory);
        Addresses addresses = Addresses.of(index, token);
        Files.writeString(directory.resolve("cleanup.sh"), cleanupScript(addresses, directory));
        channel.write(ByteBuffer.wrap(directory.toString().getBytes(StandardCharsets.UTF_8)), 0);
        Lease lease = new Lease(channel, addresses, directory);
        lease.watchdog = Shell.builder(List.of(
                        "setsid", "sh", "-c", "cat >/dev/null; exec " + String.join(" ", cleanup(index, directory))))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return lease;
    }

    private static List<String> cleanup(int index, Path directory) {
        return List.of(
                "flock",
                LOCKS.resolve(index + ".cleanup").toString(),
                "sh",
                directory.resolve("cleanup.sh").toString());
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

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        channel.read(buffer, 0);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
    }

    /** Ends every process of the sandbox and removes its namespaces, devices and directory. */
    @Override
    public void close() {
        try {
            Process running = watchdog;
            if (running != null) {
                running.getOutputStream().close();
                if (!running.waitFor(30, TimeUnit.SECONDS)) {
                    running.destroyForcibly();
                }
            }
            if (Files.exists(directory)) {
                Shell.run(cleanup(addresses.index(), directory), "", Duration.ofSeconds(60));
            }
            channel.truncate(0);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.carestack.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LeaseTest {
    /** What the kernel does not hold, another process takes, and then removes what it believes to be left by a dead one. */
    @Test
    void eachOfSeveralSandboxesOfOneProcessKeepsItsClaim() throws IOException {
        try (Lease first = Lease.take();
                Lease second = Lease.take();
                Lease third = Lease.take()) {
            assertThat(isHeld(first)).isTrue();
            assertThat(isHeld(second)).isTrue();
            assertThat(isHeld(third)).isTrue();
        }
    }

    private static boolean isHeld(Lease lease) throws IOException {
        Object file = Files.getAttribute(
                Path.of("/run/carestack-sandbox", lease.addresses().index() + ".lock"), "unix:ino");
        return Files.readAllLines(Path.of("/proc/locks")).stream()
                .anyMatch(line ->
                        line.matches(".* POSIX .* " + ProcessHandle.current().pid() + " \\S+:" + file + " .*"));
    }
}

package io.carestack.sandbox.network;

import io.carestack.sandbox.machinery.Shell;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A process that holds a lock for this JVM, and that cleans up when the JVM has ended.
 *
 * <p>The JVM does not hold it itself: its locks are POSIX ones, of which the whole process loses all on a file as soon as it closes that file once.
 */
record Guard(Process process) implements AutoCloseable {
    private static final int CLEANING_SECONDS = 60;

    /** Waits for the name of a script, and for the end of whoever gives it. */
    private static final String HOLD =
            "echo held; read -r script; cat >/dev/null; if [ -n \"$script\" ]; then sh \"$script\" >/dev/null 2>&1; fi";

    /** Takes a lock; empty when somebody else has it. */
    static Optional<Guard> take(Path lock) throws IOException {
        Process process = Shell.builder(
                        List.of("setsid", "flock", "--nonblock", "--close", lock.toString(), "sh", "-c", HOLD))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader answer = process.inputReader(StandardCharsets.UTF_8);
        return "held".equals(answer.readLine()) ? Optional.of(new Guard(process)) : Optional.empty();
    }

    /** Names the script that it runs when this JVM has ended, or lets go. */
    void cleansUpWith(Path script) throws IOException {
        process.getOutputStream().write((script + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Cleans up, and lets go. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(CLEANING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.carestack.sandbox.machinery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs short commands of the host, as root and with the administration directories on the path. */
public final class Shell {
    private static final Logger LOG = LoggerFactory.getLogger(Shell.class);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** How a command ended: its exit code and all that it wrote. */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    private Shell() {}

    /** A process builder whose environment is the administrator's path and nothing else. */
    public static ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    /** Runs a POSIX shell script; its failure is an exception that carries the output. */
    public static String script(String text) {
        Result result = run(List.of("sh", "-e"), text, LIMIT);
        if (!result.succeeded()) {
            throw new UncheckedIOException(
                    new IOException("exit code %d: %s".formatted(result.exitCode(), result.output())));
        }
        return result.output();
    }

    /** Runs a command; one that outlives the limit is killed with its children and has exit code 124. */
    public static Result run(List<String> command, String input, Duration limit) {
        try {
            Process process = builder(command).redirectErrorStream(true).start();
            Thread writer = Thread.ofVirtual().start(() -> write(process, input));
            StringBuffer output = new StringBuffer();
            Thread reader = Thread.ofVirtual().start(() -> read(process, output));
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            int exitCode = process.waitFor();
            reader.join(Duration.ofSeconds(1));
            writer.interrupt();
            return new Result(ended ? exitCode : 124, output.toString().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(124, "interrupted");
        }
    }

    private static void write(Process process, String input) {
        try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.trace("the command ended without reading its input; its exit code tells", e);
        }
    }

    private static void read(Process process, StringBuffer output) {
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            char[] buffer = new char[4096];
            int count = reader.read(buffer);
            while (count >= 0) {
                output.append(buffer, 0, count);
                count = reader.read(buffer);
            }
        } catch (IOException e) {
            output.append(" (output cut off: ").append(e.getMessage()).append(')');
        }
    }

    /** The text as one word of a POSIX shell. */
    public static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}

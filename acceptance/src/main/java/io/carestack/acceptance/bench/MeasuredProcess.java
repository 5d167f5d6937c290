package io.carestack.acceptance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process and what the kernel says of it. */
record MeasuredProcess(Process process, long startedNanos) implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;
    private static final Duration STOP = Duration.ofSeconds(90);

    static MeasuredProcess start(List<String> command, ProcessBuilder builder, Path log) throws IOException {
        builder.command(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        long now = System.nanoTime();
        return new MeasuredProcess(builder.start(), now);
    }

    /** Resident memory in MB (2^20 bytes), shared pages of files included. */
    double residentMegabytes() throws IOException {
        return Files.readAllLines(proc("status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum()
                / 1024.0;
    }

    /** Seconds on a core since the start, in user and kernel mode. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** SIGTERM, and SIGKILL for a process that does not listen. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}

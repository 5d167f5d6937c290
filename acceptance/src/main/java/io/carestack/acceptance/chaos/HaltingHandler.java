package io.carestack.acceptance.chaos;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Ends an operator's process around one of the statements by which it changes an instance: the handler of the database driver's own log, which
 * tells of each statement before it is sent.
 *
 * <p>The property {@value #PROPERTY} names the statement, counted from 1 since the start of the process; a negative number means that it is sent and that
 * its answer is not seen any more.
 */
public final class HaltingHandler extends Handler {
    static final String PROPERTY = "chaos.halt";

    /** The first of these is the lock of the fenced session, which changes nothing but decides who may. */
    private static final List<String> CHANGES = List.of(
            "pg_try_advisory_lock",
            "ALTER SYSTEM",
            "pg_reload_conf",
            "pg_promote",
            "TO PROGRAM",
            "CHECKPOINT",
            "'skipped'",
            "pg_create_physical_replication_slot");

    private final int which = Integer.getInteger(PROPERTY, 0);
    private final AtomicInteger seen = new AtomicInteger();

    @Override
    public void publish(LogRecord record) {
        String message = String.valueOf(record.getMessage());
        if (message.contains("FE=> Parse") && isChange(record) && seen.incrementAndGet() == Math.abs(which)) {
            if (which > 0) {
                halt();
            }
        } else if (which < 0 && seen.get() == -which && message.contains("<=BE CommandStatus")) {
            halt();
        }
    }

    private static boolean isChange(LogRecord record) {
        Object[] parameters = record.getParameters();
        if (parameters == null) {
            return false;
        }
        for (Object parameter : parameters) {
            String text = String.valueOf(parameter);
            if (CHANGES.stream().anyMatch(text::contains)) {
                return true;
            }
        }
        return false;
    }

    private static void halt() {
        Runtime.getRuntime().halt(137);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}

package io.carestack.operator.postgres.design;

import io.carestack.operator.store.Digest;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code postgresql.conf} of every instance.
 *
 * <p>Three layers, of which the last wins: defaults by size, the user's parameters, and what replication and durability depend on. The text carries
 * its own fingerprint as {@code carestack.config}, so that an instance can be asked which version it has read and which one it uses.
 */
public final class Configuration {
    private static final long MEBIBYTE = 1024 * 1024;

    private Configuration() {}

    /** Fingerprint of the configuration and of {@code pg_hba.conf}. */
    public static String fingerprint(Shape shape) {
        return Digest.of(body(shape)
                + HostBasedAuthentication.text(shape)
                + shape.encryption().word());
    }

    /** The whole file. */
    public static String text(Shape shape) {
        return body(shape) + line("carestack.config", fingerprint(shape));
    }

    private static String body(Shape shape) {
        StringBuilder text = new StringBuilder("# Made by the operator from spec.postgres; changes are overwritten.\n");
        Map<String, String> settings = defaults(shape);
        settings.putAll(shape.database().parameters());
        Map<String, String> fixed = fixed(shape);
        fixed.keySet().forEach(settings::remove);
        settings.forEach((name, value) -> text.append(line(name, value)));
        text.append("# What replication and durability depend on.\n");
        fixed.forEach((name, value) -> text.append(line(name, value)));
        text.append("# Where an instance has taken over its certificate, it says so here.\n");
        text.append("include_if_exists '" + Shape.HOME + "/state/tls.conf'\n");
        return text.toString();
    }

    private static Map<String, String> defaults(Shape shape) {
        long memory = mebibytes(shape.database().resources().memoryLimit());
        long volume = mebibytes(shape.database().storageSize());
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("max_connections", "100");
        settings.put("superuser_reserved_connections", "5");
        settings.put("max_wal_senders", "20");
        settings.put("max_replication_slots", "20");
        settings.put("shared_buffers", memory / 4 + "MB");
        settings.put("effective_cache_size", memory / 4 * 3 + "MB");
        settings.put("maintenance_work_mem", Math.clamp(memory / 16, 16, 1024) + "MB");
        settings.put("max_wal_size", Math.clamp(volume / 8, 64, 4096) + "MB");
        settings.put("min_wal_size", "80MB");
        settings.put("wal_keep_size", Math.clamp(volume / 10, 16, 512) + "MB");
        settings.put("max_slot_wal_keep_size", Math.max(volume / 3, 64) + "MB");
        settings.put("checkpoint_completion_target", "0.9");
        settings.put("shared_preload_libraries", "pg_stat_statements");
        settings.put("log_min_duration_statement", "1000");
        settings.put("log_checkpoints", "on");
        settings.put("log_lock_waits", "on");
        settings.put("log_line_prefix", "%m [%p] %q%u@%d/%a ");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("wal_sender_timeout", "5s");
        settings.put("wal_receiver_timeout", "5s");
        settings.put("wal_retrieve_retry_interval", "1s");
        settings.put("tcp_keepalives_idle", "10");
        settings.put("tcp_keepalives_interval", "5");
        settings.put("tcp_keepalives_count", "3");
        return settings;
    }

    private static Map<String, String> fixed(Shape shape) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("listen_addresses", "*");
        settings.put("port", Integer.toString(Shape.PORT));
        settings.put("unix_socket_directories", Shape.HOME + "/state");
        settings.put("hba_file", Shape.HOME + "/config/pg_hba.conf");
        settings.put("ident_file", Shape.HOME + "/state/pg_ident.conf");
        settings.put("cluster_name", shape.names().postgres());
        settings.put("logging_collector", "off");
        settings.put("log_destination", "stderr");
        settings.put("wal_level", "replica");
        settings.put("wal_log_hints", "on");
        settings.put("full_page_writes", "on");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("hot_standby", "on");
        settings.put("restart_after_crash", "off");
        settings.put("recovery_target_timeline", "latest");
        settings.put("password_encryption", "scram-sha-256");
        // Placeholders: before PostgreSQL 17, ALTER SYSTEM refuses a parameter that no file names.
        settings.put("carestack.term", "0");
        settings.put("carestack.epoch", "0");
        return settings;
    }

    private static String line(String name, String value) {
        return name + " = '" + value.replace("\\", "\\\\").replace("'", "''") + "'\n";
    }

    private static long mebibytes(String quantity) {
        return Quantity.getAmountInBytes(new Quantity(quantity)).longValue() / MEBIBYTE;
    }
}

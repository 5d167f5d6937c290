package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL of a stack: a primary and its replicas, or an external database. */
@ValidationRule(
        value =
                "!has(self.external) || (!has(self.image) && !has(self.instances) && !has(self.storage) && !has(self.database) && !has(self.synchronous) && !has(self.pooler) && !has(self.failover) && !has(self.switchoverTo) && !has(self.tls) && !has(self.exporter))",
        message =
                "postgres.external stands instead of image, instances, database, storage, synchronous, failover, switchoverTo, tls, exporter and pooler; remove either")
@ValidationRule(
        value =
                "!has(self.synchronous) || !has(self.synchronous.replicas) || !has(self.instances) || self.synchronous.replicas < self.instances",
        fieldPath = ".synchronous.replicas",
        message = "synchronous.replicas must be below instances, because the primary does not count")
public record Postgres(
        @JsonPropertyDescription("False runs the stack without a database. Default: true.") @Nullable
        Boolean enabled,

        @Size(min = 1, max = 512)
        @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
        @JsonPropertyDescription("Stock PostgreSQL image, Debian or Alpine, version 14 to 18. Default: postgres:17.")
        @Nullable
        String image,

        @Min(1)
        @Max(9)
        @JsonPropertyDescription("Number of instances: one primary, the others replicas. Default: 3 (small: 2).")
        @Nullable
        Integer instances,

        @Size(min = 1, max = 63)
        @Pattern("^[a-z_][a-z0-9_]*$")
        @ValidationRule(
                value =
                        "!(self in ['postgres', 'template0', 'template1']) && !self.startsWith('pg_') && !self.startsWith('carestack')",
                messageExpression = "'database name \"' + self + '\" is reserved; choose another one'")
        @JsonPropertyDescription("Name of the application's database. Default: app. It cannot be changed later.")
        @Nullable
        String database,

        @Size(min = 1, max = 63)
        @Pattern("^[a-z_][a-z0-9_]*$")
        @ValidationRule(
                value = "self != 'postgres' && !self.startsWith('pg_') && !self.startsWith('carestack')",
                messageExpression = "'owner \"' + self + '\" is a reserved role name; choose another one'")
        @JsonPropertyDescription(
                "Role that owns the database and that the application logs in as. Default: the database's name.")
        @Nullable
        String owner,

        @JsonPropertyDescription("Volume of each instance.") @Nullable
        Storage storage,

        @JsonPropertyDescription("Which commits wait for replicas.") @Nullable
        Synchronous synchronous,

        @Size(max = 128)
        @JsonPropertyDescription(
                "Settings of postgresql.conf. Those that replication depends on are fixed and refused.")
        @ValidationRule(
                value =
                        "self.all(key, key.matches('^[a-z_][a-z0-9_]*([.][a-z_][a-z0-9_]*)?$')) && self.all(key, self[key].size() <= 1024 && !self[key].contains('\\n'))",
                message =
                        "parameter names are lower-case letters, digits and '_' with at most one '.', and values have one line of at most 1024 characters")
        @ValidationRule(
                value =
                        "!self.exists(key, key in ['listen_addresses','port','unix_socket_directories','hba_file','ident_file','data_directory','config_file','primary_conninfo','primary_slot_name','synchronous_standby_names','synchronous_commit','hot_standby','restart_after_crash','wal_log_hints','recovery_target_timeline','fsync','full_page_writes','password_encryption','archive_mode','archive_command','cluster_name','wal_level','include','include_dir','include_if_exists'] || key.startsWith('carestack.') || key.startsWith('ssl'))",
                message =
                        "postgres.parameters sets a parameter that is fixed because safety or replication depends on it (addresses, files, replication, durability, wal_level, ssl, archive, carestack.*); remove it")
        @Nullable
        Map<String, String> parameters,

        @Size(max = 64)
        @JsonPropertyDescription(
                "Additional lines of pg_hba.conf for clients, after the operator's own and before its last line; for example"
                        + " 'hostssl all all 10.0.0.0/8 scram-sha-256'. trust, password and md5 are refused.")
        @ValidationRule(
                value =
                        "self.all(line, line.matches('^(host|hostssl|hostnossl)[ \\t].*(scram-sha-256|reject|cert)[ \\t]*$') && !line.contains('\\n'))",
                message =
                        "pg_hba lines must start with host, hostssl or hostnossl and end with scram-sha-256, cert or reject")
        @Nullable
        List<String> hba,

        @JsonPropertyDescription("CPU and memory per instance. Default: by spec.size.") @Nullable
        Resources resources,

        @JsonPropertyDescription("Placement, labels and identity of the instances' pods.") @Nullable
        PodSettings pod,

        @JsonPropertyDescription(
                "Secret with the keys username and password of the owner, instead of a generated one. username must equal owner.")
        @Nullable
        ObjectReference credentials,

        @JsonPropertyDescription("Connection pooler (PgBouncer) in front of the primary. Default: none.") @Nullable
        Pooler pooler,

        @JsonPropertyDescription("A database that somebody else runs.") @Nullable
        External external,

        @JsonPropertyDescription("When another instance takes over from a primary that is lost.") @Nullable
        Failover failover,

        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?-postgres-[0-9]$")
        @JsonPropertyDescription(
                "Instance that shall take writes, for example notes-postgres-1. While another one does, writes stop for a moment and move to it,"
                        + " as soon as it holds everything. Remove the field afterwards: while it is set, the operator also moves back after a failover.")
        @Nullable
        String switchoverTo,

        @JsonPropertyDescription(
                "Encryption of all connections. Default: on, with certificates that the operator makes and renews.")
        @Nullable
        Tls tls,

        @JsonPropertyDescription("Metrics of each instance, by postgres_exporter in its pod.") @Nullable
        Exporter exporter) {

    /** Encryption of connections. */
    @ValidationRule(
            value =
                    "!has(self.enabled) || self.enabled || (!has(self.secretName) && !(has(self.required) && self.required))",
            message = "postgres.tls.required and postgres.tls.secretName need postgres.tls.enabled")
    public record Tls(
            @JsonPropertyDescription(
                    "False talks plain text between clients, instances, pooler and operator. Default: true.")
            @Nullable
            Boolean enabled,

            @JsonPropertyDescription(
                    "True refuses clients that do not encrypt, and adds sslmode=require to the URIs. Replicas and the operator always encrypt. Default: false.")
            @Nullable
            Boolean required,

            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription(
                    "Secret with a certificate of your own, as cert-manager writes it: tls.crt, tls.key and ca.crt. Default: the operator makes certificates.")
            @Nullable
            String secretName) {}

    /** Metrics of the instances. */
    public record Exporter(
            @JsonPropertyDescription(
                    "False runs no exporter. Default: true unless spec.monitoring.enabled is false. A change replaces the instances' pods one by one.")
            @Nullable
            Boolean enabled,

            @Size(min = 1, max = 512)
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
            @JsonPropertyDescription(
                    "Image of postgres_exporter. Default: quay.io/prometheuscommunity/postgres-exporter:v0.20.1.")
            @Nullable
            String image,

            @JsonPropertyDescription(
                    "CPU and memory of each exporter. Default: requests of 10m and 32Mi, limits of 200m and 128Mi.")
            @Nullable
            Resources resources) {}

    /** When another instance takes over. */
    public record Failover(
            @JsonPropertyDescription(
                    "False waits for the primary and its data instead of promoting another instance. Default: true.")
            @Nullable
            Boolean enabled,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription(
                    "How long the primary must have been lost before another instance is promoted. Default: 0s.")
            @Nullable
            String delay,

            @JsonPropertyDescription(
                    "A person's order to promote an instance although acknowledged writes may be lost; the condition FailoverBlocked says when it is needed and what to write here.")
            @Nullable
            ForcePromote forcePromote) {}

    /** A person's order to promote one instance in one term. It has no effect in any other term. */
    public record ForcePromote(
            @Required
            @Size(min = 1, max = 63)
            @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?-postgres-[0-9]$")
            @JsonPropertyDescription("Instance to promote.")
            String instance,

            @Required
            @Min(2)
            @JsonPropertyDescription("Term in which it is promoted, as the condition FailoverBlocked names it.")
            Long term) {}

    /** Volume of an instance. */
    @ValidationRule(
            value =
                    "!has(self.size) || !has(oldSelf.size) || quantity(self.size).compareTo(quantity(oldSelf.size)) >= 0",
            fieldPath = ".size",
            messageExpression =
                    "'storage cannot shrink from ' + oldSelf.size + ' to ' + self.size + '; volumes only grow'")
    public record Storage(
            @Pattern(Patterns.BYTES)
            @JsonPropertyDescription(
                    "Size, for example 50Gi. It can grow, never shrink. Default: 10Gi (small: 5Gi, large: 100Gi).")
            @Nullable
            String size,

            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("StorageClass. Default: the cluster's default class. It cannot be changed later.")
            @Nullable
            String className) {}

    /** Which commits wait for replicas. */
    public record Synchronous(
            @Min(0)
            @Max(8)
            @JsonPropertyDescription(
                    "Number of replicas that must have a commit on disk before it is acknowledged. Default: 1 with two instances or more.")
            @Nullable
            Integer replicas,

            @JsonPropertyDescription(
                    "Required (default): commits wait until as many replicas are there, so that no acknowledged write is ever lost. Preferred: when fewer have"
                            + " streamed for ten seconds, commits wait for those only, down to none; writes of that time are lost with the primary.")
            @Nullable
            Durability durability) {}

    /** What happens to writes while too few replicas stream. */
    public enum Durability {
        Required,
        Preferred
    }

    /** PgBouncer in front of the primary. */
    public record Pooler(
            @Required
            @Size(min = 1, max = 512)
            @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
            @JsonPropertyDescription("Image with the program pgbouncer in its PATH.")
            String image,

            @Min(1) @Max(20) @JsonPropertyDescription("Number of pooler pods. Default: 2.") @Nullable
            Integer instances,

            @JsonPropertyDescription(
                    "When a server connection goes back to the pool: session, transaction (default) or statement.")
            @Nullable
            PoolMode mode,

            @Min(1) @Max(100000) @JsonPropertyDescription("Client connections per pooler pod. Default: 1000.") @Nullable
            Integer maxClientConnections,

            @Min(1)
            @Max(1000)
            @JsonPropertyDescription("Server connections per pooler pod, user and database. Default: 20.")
            @Nullable
            Integer poolSize) {}

    /** When a server connection goes back to the pool. */
    public enum PoolMode {
        session,
        transaction,
        statement
    }

    /** A database that somebody else runs. */
    public record External(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription(
                    "Secret with the key uri (and optionally readOnlyUri), or with host, port, username, password and database.")
            String secretName) {}
}

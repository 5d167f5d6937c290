package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.postgres.plan.Encryption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Encrypted connections of real instances, and certificates that change under them. */
@RealPostgres
class PostgresTlsTest {
    private static final String SENDERS =
            "SELECT string_agg(application_name || ' ' || backend_start || ' ' || ssl, ';' ORDER BY 1)"
                    + " FROM pg_stat_replication JOIN pg_stat_ssl USING (pid)";
    private static final String SERVED = "SELECT current_setting('ssl_cert_file')";
    private static final String STARTED = "SELECT pg_postmaster_start_time()";

    @Test
    void replicasAndTheOperatorEncryptAndAreRefusedOtherwise() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            assertThat(stack.query(FIRST, SENDERS)).contains(SECOND).endsWith(" true");
            assertThat(stack.query(SECOND, "SELECT current_setting('primary_conninfo')"))
                    .contains("sslmode=verify-full", "sslrootcert=/run/carestack/tls/ca.crt");
            assertThat(stack.query(FIRST, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .isEqualTo("t");
            OperatorLogin plain = new OperatorLogin(
                    stack.secret("notes-postgres-superuser").getOrDefault("password", ""),
                    Encryption.OFF,
                    Optional.empty());
            assertThatThrownBy(() -> Sql.open(stack.container(FIRST).address(), "postgres", plain))
                    .hasMessageContaining("no encryption");
            String owner = stack.secret("notes-postgres-owner").getOrDefault("password", "");
            assertThat(stack.login(FIRST, "app", owner))
                    .as("applications may do without unless the spec says otherwise")
                    .isTrue();

            stack.spec("{instances: 2, tls: {required: true}}");
            stack.until("plain clients are refused", result -> !stack.login(FIRST, "app", owner));
        }
    }

    @Test
    void certificatesAndAuthoritiesChangeWithoutARestartOrALostReplica() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            // certificates must be valid by the clock of this machine, so the stack is made in the past
            stack.later(Duration.ofDays(-85));
            stack.untilConverged();
            String senders = stack.query(FIRST, SENDERS);
            String started = stack.query(FIRST, STARTED) + stack.query(SECOND, STARTED);
            String served = stack.query(FIRST, SERVED);
            stack.run(FIRST, "CREATE TABLE kept (id int)");

            stack.later(Duration.ofDays(61));
            stack.until(
                    "another certificate",
                    result -> !query(stack, FIRST, SERVED).equals(served));
            stack.kubernetes.remove("notes-postgres-ca");
            stack.pass();
            assertThat(stack.secret("notes-postgres-tls")
                            .getOrDefault("ca.crt", "")
                            .split("BEGIN"))
                    .as("both authorities are trusted before the new one is used")
                    .hasSize(3);
            String certificate = stack.secret("notes-postgres-tls").getOrDefault("tls.crt", "");
            stack.later(Duration.ofDays(24));
            stack.pass();
            assertThat(stack.secret("notes-postgres-tls").getOrDefault("tls.crt", ""))
                    .isEqualTo(certificate);
            stack.run(FIRST, "INSERT INTO kept VALUES (0)");
            stack.run(FIRST, "INSERT INTO kept VALUES (1)");
            stack.untilConverged();

            assertThat(stack.query(FIRST, SENDERS)).isEqualTo(senders);
            assertThat(stack.query(FIRST, STARTED) + stack.query(SECOND, STARTED))
                    .isEqualTo(started);
            assertThat(stack.query(SECOND, "SELECT count(*) FROM kept")).isEqualTo("2");
        }
    }

    @Test
    void aStackMovesToEncryptionAndBackWithoutARestart() throws Exception {
        try (LocalStack stack = new LocalStack("{instances: 2, tls: {enabled: false}}")) {
            stack.untilConverged();
            String started = stack.query(FIRST, STARTED) + stack.query(SECOND, STARTED);
            assertThat(stack.query(FIRST, SENDERS)).endsWith(" false");

            stack.spec("instances: 2");
            stack.until(
                    "encrypted",
                    result -> query(stack, FIRST, SENDERS).endsWith("_t2 true")
                            || query(stack, FIRST, SENDERS).endsWith(" true"));
            stack.untilConverged();
            assertThat(stack.query(SECOND, "SELECT current_setting('primary_conninfo')"))
                    .contains("sslmode=verify-full");

            stack.spec("{instances: 2, tls: {enabled: false}}");
            stack.until("plain again", result -> "off".equals(query(stack, FIRST, "SHOW ssl")));
            stack.untilConverged();
            assertThat(stack.query(SECOND, "SELECT current_setting('primary_conninfo')"))
                    .doesNotContain("sslmode");
            assertThat(stack.query(FIRST, STARTED) + stack.query(SECOND, STARTED))
                    .isEqualTo(started);
            assertThat(stack.kubernetes.memory().term())
                    .as("writes never moved")
                    .isEqualTo(2);
        }
    }

    @Test
    void nothingIsDemandedWhileAPodOfAnEarlierVersionHasNoCertificate() throws Exception {
        try (LocalStack stack = new LocalStack("{instances: 2, tls: {enabled: false}}")) {
            stack.withoutCertificates(SECOND::equals);
            stack.untilConverged();
            stack.spec("instances: 2");
            stack.until("the first one encrypts", result -> "on".equals(query(stack, FIRST, "SHOW ssl")));
            stack.untilConverged();
            assertThat(stack.query(SECOND, "SHOW ssl")).isEqualTo("off");
            assertThat(stack.query(SECOND, "SELECT current_setting('primary_conninfo')"))
                    .doesNotContain("sslmode");

            stack.withoutCertificates(name -> false);
            stack.until(
                    "everybody encrypts",
                    result -> query(stack, SECOND, "SELECT current_setting('primary_conninfo')")
                            .contains("verify-full"));
        }
    }

    @Test
    void aReplicaIsClonedAndThePrimaryReplacedOverEncryptedConnections() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 3")) {
            stack.untilConverged();
            stack.container(SECOND).terminate();
            stack.container(SECOND).empty();
            stack.untilConverged();
            stack.container(FIRST).kill();
            stack.until("another primary", result -> stack.kubernetes.memory().term() > 2);
            stack.untilConverged();
            String primary = stack.kubernetes.memory().primary().orElseThrow();
            assertThat(stack.query(primary, SENDERS).split(";")).hasSize(2).allMatch(each -> each.endsWith(" true"));
        }
    }

    @Test
    void aSecretThatCannotBeUsedIsNamedAndDisturbsNothing() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 1")) {
            stack.untilConverged();
            String served = stack.query(FIRST, SERVED);
            stack.kubernetes.put("mine", Map.of("tls.crt", "x", "tls.key", "y"));
            stack.spec("{instances: 1, tls: {secretName: mine}}");
            PostgresResult result = stack.pass();
            assertThat(result.problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.sentence())
                            .contains("spec.postgres.tls.secretName", "Secret mine lacks the key ca.crt"));
            assertThat(result.conditions())
                    .first()
                    .satisfies(
                            condition -> assertThat(condition.toString()).contains("type=DatabaseReady, truth=True"));
            assertThat(stack.query(FIRST, SERVED)).isEqualTo(served);
        }
    }

    private static String query(LocalStack stack, String instance, String query) {
        try {
            return stack.query(instance, query);
        } catch (SQLException e) {
            return "";
        }
    }
}

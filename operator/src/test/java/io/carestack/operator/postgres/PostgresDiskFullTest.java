package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Volumes of real PostgreSQL processes that fill up. */
@RealPostgres
class PostgresDiskFullTest {

    @Test
    void scenario23NobodyTakesOverFromAPrimaryWhoseVolumeIsFullAndItGoesOnAsSoonAsTheVolumeHasGrown() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2").withVolumesOf("256m")) {
            stack.untilConverged();
            stack.run(FIRST, "CREATE TABLE kept AS SELECT generate_series(1, 100) AS id");
            stack.run(FIRST, "CREATE SEQUENCE written");
            stack.container(FIRST).fillVolume();
            Awaitility.await("the server ends for want of space")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        writeALot(stack);
                        return !stack.container(FIRST).accepts();
                    });
            String message = stack.until(
                            "said",
                            result -> result.conditions().getFirst().reason().equals("DiskFull"))
                    .conditions()
                    .getFirst()
                    .message();
            assertThat(message)
                    .contains("notes-postgres-0 is full", "spec.postgres.storage.size")
                    .contains("forcePromote: {instance: notes-postgres-1, term: 3}");
            assertThat(stack.kubernetes.memory().term()).as("nobody took over").isEqualTo(2);
            stack.container(FIRST).grow("512m");
            stack.untilConverged();
            // whoever is first to answer: with space again, any of them may take writes
            assertThat(stack.query(FIRST, "SELECT count(*) FROM kept WHERE id <= 100"))
                    .isEqualTo("100");
        }
    }

    /** A sequence writes WAL without needing new pages, so that the log is what has no place. */
    private static void writeALot(LocalStack stack) {
        try {
            stack.run(
                    FIRST,
                    "DO 'BEGIN FOR number IN 1..200000 LOOP PERFORM setval(''written'', number); END LOOP; END'");
        } catch (SQLException e) {
            assertThat(String.valueOf(e.getSQLState()))
                    .as("the connection ends with the server, or is refused: " + e.getMessage())
                    .matches("08.*|57P.*|53100");
        }
    }
}

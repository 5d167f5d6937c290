package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Orders that an operator left for the next start of an instance. */
@RealPostgres
class PostgresOrdersTest {

    @Test
    void anOrderOfATermThatIsOverDiscardsNothing() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            String incarnation = incarnation(stack, SECOND);
            String primary = incarnation(stack, FIRST);
            order(stack, FIRST, "carestack.discard", "1");
            order(stack, SECOND, "carestack.rewind", "1");
            stack.container(SECOND).kill();
            stack.untilConverged();
            stack.container(FIRST).kill();
            stack.untilConverged();
            assertThat(incarnation(stack, SECOND)).isEqualTo(incarnation);
            assertThat(incarnation(stack, FIRST)).isEqualTo(primary);
            assertThat(stack.container(FIRST).log()).contains("the order to discard is of another term; forgotten");
            assertThat(stack.container(SECOND).log()).contains("the order to rewind is of another term; forgotten");
            assertThat(stack.container(FIRST).home().resolve("data/carestack.discard"))
                    .doesNotExist();
        }
    }

    @Test
    void anOrderOfTheTermIsObeyed() throws Exception {
        try (LocalStack stack = new LocalStack("instances: 2")) {
            stack.untilConverged();
            String incarnation = incarnation(stack, SECOND);
            order(stack, SECOND, "carestack.discard", "2");
            stack.container(SECOND).kill();
            stack.untilConverged();
            assertThat(incarnation(stack, SECOND)).isNotEqualTo(incarnation);
        }
    }

    private static void order(LocalStack stack, String instance, String what, String term) throws Exception {
        Files.writeString(stack.container(instance).home().resolve("data").resolve(what), term + "\n");
    }

    private static String incarnation(LocalStack stack, String instance) throws Exception {
        return stack.query(instance, "SELECT current_setting('carestack.incarnation')");
    }
}

package io.carestack.operator.postgres.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.status.Problem;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValidationTest {
    @Test
    void theDefaultsHaveNoProblem() {
        assertThat(Validation.spec(Shapes.shape("{}"))).isEmpty();
    }

    @Test
    void tooFewSendersSlotsAndConnectionsAreRefusedWithTheNumberThatWouldDo() {
        Shape shape = Shapes.shape("{instances: 5, parameters: {max_wal_senders: '5', max_replication_slots: '3',"
                + " max_connections: many, superuser_reserved_connections: '0'}}");
        assertThat(Validation.spec(shape))
                .extracting(Problem::sentence)
                .containsExactly(
                        "spec.postgres.parameters[max_wal_senders]: '5' is not enough for this stack; give it 15 or more, or remove it",
                        "spec.postgres.parameters[max_replication_slots]: '3' is not enough for this stack; give it 10 or more, or remove it",
                        "spec.postgres.parameters[superuser_reserved_connections]: '0' is not enough for this stack; give it 3 or more, or remove it",
                        "spec.postgres.parameters[max_connections]: 'many' is not enough for this stack; give it 20 or more, or remove it");
    }

    @Test
    void moreSynchronousReplicasThanReplicasAreAProblemAndNeverWaitedFor() {
        Shape shape = Shapes.shape("{instances: 2, synchronous: {replicas: 2}}");
        assertThat(Validation.spec(shape))
                .extracting(Problem::field)
                .containsExactly("spec.postgres.synchronous.replicas");
        assertThat(shape.required()).isEqualTo(1);
    }

    @Test
    void aTinyVolumeIsRefused() {
        assertThat(Validation.spec(Shapes.shape("storage: {size: 100Mi}")))
                .extracting(Problem::field)
                .containsExactly("spec.postgres.storage.size");
    }

    @Test
    void theUsersOwnCredentialsMustBeWholeAndTheOwners() {
        Shape shape = Shapes.shape("credentials: {name: mine}");
        assertThat(Validation.credentials(shape, "mine", Optional.empty())).isPresent();
        assertThat(Validation.credentials(shape, "mine", Optional.of(Map.of("username", "app"))))
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("lacks the key password"));
        assertThat(Validation.credentials(shape, "mine", Optional.of(Map.of("username", "eve", "password", "x"))))
                .hasValueSatisfying(problem -> assertThat(problem.message()).contains("'eve'", "'app'"));
        assertThat(Validation.credentials(shape, "mine", Optional.of(Map.of("username", "app", "password", "x"))))
                .isEmpty();
    }
}

package io.carestack.operator.postgres;

import static io.carestack.operator.postgres.LocalStack.FIRST;
import static io.carestack.operator.postgres.LocalStack.SECOND;
import static io.carestack.operator.postgres.LocalStack.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.postgres.FakeKubernetes.OperatorDied;
import io.carestack.operator.postgres.plan.Memory;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Operators that are missing, die, are two, or have no API server; {@code docs/postgres-scenarios.md} has all scenarios. */
@RealPostgres(programs = "/usr/sbin/iptables")
class ScenariosOfOperatorsTest {
    @Test
    void scenario07WithoutAnOperatorTheDatabaseGoesOnAndAPrimaryThatRestartsWaitsReadOnly() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().withoutOperator();
            for (int row = 0; row < 5; row++) {
                scene.rows().write(FIRST);
            }
            restartsReadOnly(scene);
            assertThat(scene.rows().written(FIRST)).isFalse();
            scene.stack().untilConverged();
            String primary = scene.memory().primary().orElseThrow();
            assertThat(scene.memory().term()).isEqualTo(3);
            scene.rows().write(primary);
            assertThat(scene.rows().missing(primary)).isEmpty();
        }
    }

    @Test
    void scenario08AFailoverIsFinishedByTheNextOperatorWheneverOneDies() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            AtomicInteger deaths = new AtomicInteger();
            scene.stack().hold(FIRST);
            scene.stack().kubernetes.deadly(true);
            Awaitility.await("taken over").atMost(Duration.ofSeconds(90)).until(() -> {
                passUntilDeath(scene, deaths);
                return scene.stack().kubernetes.roles().entrySet().stream()
                        .anyMatch(role -> role.getValue().equals("primary")
                                && !role.getKey().equals(FIRST));
            });
            scene.stack().kubernetes.deadly(false);
            String primary = scene.takenOver();
            assertThat(deaths)
                    .as("term, old label, candidate, promotion, new label")
                    .hasValueGreaterThanOrEqualTo(5);
            scene.rows().write(primary);
            assertThat(scene.rows().missing(primary)).isEmpty();
            assertThat(scene.memory().term()).isEqualTo(3);
            assertThat(candidates(scene, 3)).containsExactly(primary);
        }
    }

    private static void passUntilDeath(Scene scene, AtomicInteger deaths) {
        try {
            scene.stack().pass();
        } catch (OperatorDied e) {
            deaths.incrementAndGet();
            scene.stack().restartOperator();
        }
    }

    @Test
    void scenario09OfTwoOperatorsTheOneThatWasOvertakenChangesNeitherTheStatusNorAnInstance() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            LocalStack stack = scene.stack();
            long epoch = scene.memory().epoch();
            stack.hold(FIRST);
            stack.kubernetes.beforeNextWrite(() -> stack.asAnotherOperator(scene::takenOver));
            PostgresResult late = stack.until(
                    "the first one wanted a term as well",
                    result -> scene.memory().term() == 3);
            assertThat(late.conditions().getFirst().reason()).isEqualTo("Conflict");
            String primary = scene.memory().primary().orElseThrow();
            assertThat(candidates(scene, 3)).containsExactly(primary);
            for (String instance : List.of(SECOND, THIRD)) {
                try (Connection connection = stack.superuser(instance)) {
                    assertThatThrownBy(() -> FencedSession.open(connection, epoch, 3))
                            .as(instance)
                            .hasMessageContaining("knows epoch");
                }
            }
            scene.rows().write(primary);
            assertThat(scene.rows().missing(primary)).isEmpty();
        }
    }

    @Test
    void scenario10WithoutTheApiServerNobodyTakesOverAndThePrimaryKeepsServing() throws Exception {
        try (Scene scene = Scene.of("instances: 3")) {
            scene.stack().kubernetes.unreachable(true);
            for (int row = 0; row < 5; row++) {
                assertThatThrownBy(scene.stack()::pass).isInstanceOf(KubernetesClientException.class);
                scene.rows().write(FIRST);
            }
            restartsReadOnly(scene);
            assertThatThrownBy(scene.stack()::pass).isInstanceOf(KubernetesClientException.class);
            assertThat(scene.standby(SECOND) && scene.standby(THIRD)).isTrue();
            scene.stack().kubernetes.unreachable(false);
            scene.stack().untilConverged();
            String primary = scene.memory().primary().orElseThrow();
            scene.rows().write(primary);
            assertThat(scene.rows().missing(primary)).isEmpty();
        }
    }

    private static void restartsReadOnly(Scene scene) {
        scene.stack().container(FIRST).kill();
        scene.stack().kubelet();
        Awaitility.await("the primary waits").atMost(Duration.ofMinutes(1)).until(() -> scene.standby(FIRST));
        assertThat(scene.standby(SECOND) && scene.standby(THIRD)).isTrue();
        assertThat(scene.memory().term()).isEqualTo(2);
    }

    private static Set<String> candidates(Scene scene, long term) {
        return scene.stack().kubernetes.history().stream()
                .filter(memory -> memory.term() == term)
                .map(Memory::candidate)
                .flatMap(candidate -> candidate.stream())
                .collect(Collectors.toSet());
    }
}

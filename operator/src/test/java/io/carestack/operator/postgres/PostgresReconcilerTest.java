package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a pass wants of Kubernetes, where no instance runs yet. */
class PostgresReconcilerTest {
    private static final String STACK = "components: [{name: web, image: 'acme/web:1', port: 3001}]\n"
            + "postgres: {instances: 3, pooler: {image: 'pgbouncer:1'}}\n";

    @Test
    void aPausedStackStillWantsItsChildrenBecauseTheAnswerIsRememberedLongerThanThePause() {
        assertThat(kinds(reconcile("paused: true\n" + STACK))).isEqualTo(kinds(reconcile(STACK)));
    }

    @Test
    void aDatabaseThatSleepsWantsEverythingButPods() {
        PostgresResult asleep = reconcile("hibernate: true\n" + STACK);

        assertThat(kinds(asleep)).isEqualTo(kinds(reconcile(STACK)));
        assertThat(pods(asleep)).containsOnly(0);
        assertThat(asleep.status().orElseThrow().hibernated()).isTrue();
        assertThat(asleep.lookAgain()).isEmpty();
    }

    @Test
    void aPausedStackDoesNotFallAsleep() {
        assertThat(pods(reconcile("hibernate: true\npaused: true\n" + STACK))).doesNotContain(0);
    }

    private static List<String> kinds(PostgresResult result) {
        return result.desired().stream()
                .map(object -> object.getKind() + "/" + object.getMetadata().getName())
                .toList();
    }

    private static List<Integer> pods(PostgresResult result) {
        return result.desired().stream()
                .flatMap(object -> switch (object) {
                    case StatefulSet set -> Stream.of(set.getSpec().getReplicas());
                    case Deployment pooler -> Stream.of(pooler.getSpec().getReplicas());
                    default -> Stream.<Integer>empty();
                })
                .toList();
    }

    private static PostgresResult reconcile(String yaml) {
        EffectiveStack stack = Stacks.effective(yaml);
        FakeKubernetes kubernetes = new FakeKubernetes();
        try (PrimaryProbes probes = new PrimaryProbes(owner -> {})) {
            return new PostgresReconciler(
                            kubernetes,
                            kubernetes,
                            kubernetes,
                            probes,
                            new DatabaseMetrics(new SimpleMeterRegistry(), Clock.systemUTC()),
                            new SecureRandom(),
                            Clock.systemUTC())
                    .reconcile(stack, (Database.Managed) stack.database(), new Children(List.of()));
        }
    }
}

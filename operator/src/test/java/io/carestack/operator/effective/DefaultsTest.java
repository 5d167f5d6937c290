package io.carestack.operator.effective;

import static io.carestack.operator.fixture.Stacks.effective;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.DeletionPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private static final String ONE_COMPONENT = "components: [{name: web, image: 'notes:1', port: 3001}]\n";

    @Test
    void aMinimalSpecGivesThreePodsThreeInstancesAndACache() {
        EffectiveStack stack = effective(ONE_COMPONENT);

        assertThat(stack.components().getFirst().minReplicas()).isEqualTo(3);
        assertThat(stack.database()).isInstanceOfSatisfying(Database.Managed.class, managed -> {
            assertThat(managed.instances()).isEqualTo(3);
            assertThat(managed.synchronousReplicas()).isEqualTo(1);
            assertThat(managed.owner()).isEqualTo("app");
        });
        assertThat(stack.redis()).extracting(EffectiveRedis::name).containsExactly("cache");
        assertThat(stack.deletionPolicy()).isEqualTo(DeletionPolicy.RETAIN);
    }

    @Test
    void anEmptyRedisListMeansNone() {
        assertThat(effective(ONE_COMPONENT + "redis: []\n").redis()).isEmpty();
    }

    @Test
    void aDisabledDatabaseIsNone() {
        assertThat(effective(ONE_COMPONENT + "postgres: {enabled: false}\n").database())
                .isEqualTo(new Database.None());
    }

    @Test
    void aLargeStackScalesByItself() {
        EffectiveComponent component =
                effective("size: large\n" + ONE_COMPONENT).components().getFirst();

        assertThat(component.minReplicas()).isEqualTo(5);
        assertThat(component.maxReplicas()).isEqualTo(10);
        assertThat(component.autoscaling().orElseThrow().cpu()).isEqualTo(70);
    }

    @Test
    void onlyAMaximumBelowThePresetLowersTheMinimum() {
        EffectiveComponent component = effective("components: [{name: web, image: 'notes:1', replicas: {max: 1}}]")
                .components()
                .getFirst();

        assertThat(component.minReplicas()).isEqualTo(1);
        assertThat(component.maxReplicas()).isEqualTo(1);
        assertThat(component.autoscaling()).isEmpty();
    }

    @Test
    void aLimitBelowThePresetLowersTheRequestToo() {
        EffectiveResources resources = effective(
                        "components: [{name: web, image: 'notes:1', resources: {limits: {memory: 128Mi, cpu: 100m}}}]")
                .components()
                .getFirst()
                .resources();

        assertThat(resources).isEqualTo(new EffectiveResources("100m", "128Mi", "100m", "128Mi"));
    }

    @Test
    void aQueueIsPersistentAndACacheIsNot() {
        EffectiveStack stack = effective(
                ONE_COMPONENT + "redis: [{name: cache, role: Cache}, {name: jobs, role: Queue, maxMemory: 64Mi}]\n");

        assertThat(stack.redis().getFirst().persistence()).isEmpty();
        assertThat(stack.redis().getLast().persistence()).isPresent();
        assertThat(stack.redis().getLast().maxMemoryBytes()).isEqualTo(64L * 1024 * 1024);
    }

    @Test
    void durationsAddUp() {
        assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(Durations.parse("500ms")).isEqualTo(Duration.ofMillis(500));
    }
}

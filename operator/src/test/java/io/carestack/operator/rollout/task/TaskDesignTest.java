package io.carestack.operator.rollout.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Canonical;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Names;
import io.carestack.operator.rollout.plan.Task;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskDesignTest {
    private static final String HASH = "0123456789abcdef";
    private static final EffectiveStack STACK = Stacks.effective("""
            components:
            - {name: web, image: 'web:2', port: 8080, pod: {imagePullSecrets: [{name: registry}], runAsUser: 1000}}
            - name: api
              image: api:2
              port: 3001
              env: [{name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: mode}}}]
              envFrom: [{secretRef: {name: keys}}]
              volumes: [{name: certificates, mountPath: /certificates, secret: {name: certificates}}]
            rollout:
              migration:
                component: api
                command: [npm, run, migrate]
                deadline: 90s500ms
                backup: {image: 'postgres:17', command: [sh, -c, 'pg_dump "$DATABASE_URL" > /dev/null']}
              smokeTests:
                job: {image: 'smoke:1', command: [./smoke.sh], env: [{name: USERS, value: '3'}, {name: PREVIEW_API_URL, value: mine}]}
            """);

    private static List<Job> jobs(EffectiveStack stack) {
        return Arrays.stream(Task.values())
                .map(new TaskDesign(stack, HASH, 3)::of)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void aReleaseHasABackupAMigrationAndASmokeTest() {
        Golden.assertMatches("rollout/tasks", jobs(STACK));
    }

    @Test
    void withoutThemItHasNone() {
        assertThat(jobs(Stacks.effective("components: [{name: web, image: 'web:1'}]")))
                .isEmpty();
    }

    @Test
    void noJobIsTriedTwiceOrRunsForEver() {
        assertThat(jobs(STACK)).hasSize(3).allSatisfy(job -> {
            assertThat(job.getSpec().getBackoffLimit()).isZero();
            assertThat(job.getSpec().getActiveDeadlineSeconds()).isPositive();
            assertThat(job.getSpec().getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
        });
        assertThat(jobs(STACK).get(1).getSpec().getActiveDeadlineSeconds()).isEqualTo(91);
    }

    @Test
    void everyAttemptHasNamesOfItsOwnThatFitALabel() {
        Names longest = new Names("a".repeat(32));

        assertThat(longest.task("migrate", HASH, 999_999_999)).hasSizeLessThanOrEqualTo(63);
        assertThat(new TaskDesign(STACK, HASH, 3).name(Task.MIGRATION)).isEqualTo("notes-migrate-01234567-3");
        assertThat(new TaskDesign(STACK, HASH, 4).name(Task.MIGRATION)).isEqualTo("notes-migrate-01234567-4");
    }

    @Test
    void noServiceOfAComponentSelectsAPodOfAJob() {
        assertThat(jobs(STACK))
                .allSatisfy(job -> assertThat(
                                job.getSpec().getTemplate().getMetadata().getLabels())
                        .containsEntry("app.kubernetes.io/component", "rollout.task")
                        .doesNotContainKey("carestack.io/color"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyObjectIsWrittenAsTheApiServerStoresIt(long seed) {
        assertThat(jobs(RandomStacks.effective(seed)))
                .allSatisfy(job -> assertThat(Canonical.violations(job)).isEmpty());
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }
}

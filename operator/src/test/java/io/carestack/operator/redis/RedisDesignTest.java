package io.carestack.operator.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.fixture.Stacks;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisDesignTest {
    private static final String COMPONENTS = "components: [{name: web, image: 'acme/web:1', port: 3001}]\n";

    @Test
    void aCacheKeepsEverythingInMemory() {
        EffectiveStack stack = Stacks.effective(COMPONENTS);
        Golden.assertMatches(
                "redis/cache", RedisDesign.design(stack, stack.redis().getFirst(), "p@ss", "5Gi"));
    }

    @Test
    void aQueueKeepsEveryAcceptedJob() {
        EffectiveStack stack = Stacks.effective(COMPONENTS + """
                redis:
                - name: jobs
                  role: Queue
                  image: valkey/valkey:8-alpine
                  maxMemory: 512Mi
                  persistence: {size: 2Gi, className: fast}
                  pod: {annotations: {note: kept}}
                """);
        Golden.assertMatches(
                "redis/queue", RedisDesign.design(stack, stack.redis().getFirst(), "p@ss", "2Gi"));
    }

    @Test
    void sessionsAreEvictedWhenTheyExpireSoonestAndNeverFlushed() {
        EffectiveStack stack = Stacks.effective(COMPONENTS + "redis: [{name: sessions, role: SessionStore}]");
        assertThat(RedisConfiguration.text(stack.redis().getFirst()))
                .contains("maxmemory-policy volatile-ttl", "appendfsync everysec", "-flushall -flushdb");
    }

    @Test
    void aNewPasswordRestartsThePodAndNoPasswordIsOutsideSecrets() {
        EffectiveStack stack = Stacks.effective(COMPONENTS);
        assertThat(RedisDesign.design(stack, stack.redis().getFirst(), "secret-1", "5Gi")
                        .getLast())
                .isNotEqualTo(RedisDesign.design(stack, stack.redis().getFirst(), "secret-2", "5Gi")
                        .getLast());
        assertThat(List.copyOf(RedisDesign.design(stack, stack.redis().getFirst(), "secret-1", "5Gi")))
                .filteredOn(object -> !(object instanceof Secret))
                .allSatisfy(object -> assertThat(object.toString()).doesNotContain("secret-1"));
    }
}

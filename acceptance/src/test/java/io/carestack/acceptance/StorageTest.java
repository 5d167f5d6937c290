package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A StorageClass that does not exist. */
@Tag("cluster")
@StageTest
class StorageTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - {name: web, image: %s, port: 3001, replicas: {min: 1, max: 1}}
              postgres: {enabled: false}
              redis: [{name: main, image: "redis:7", persistence: {enabled: false}}]
            """;
    private static final String ANOTHER_REDIS =
            ", {name: %s, role: Queue, image: \"redis:7\", persistence: {size: 1Gi%s}}]";

    private final Space space;
    private final String manifest;

    StorageTest(LiveStage stage) {
        this.space = stage.space("storage");
        this.manifest = STACK.formatted(stage.image());
    }

    @AfterAll
    void close() {
        space.close();
    }

    @Test
    void ofARedisIsNamedWithTheCureAndTheCorrectedSpecRecovers() {
        space.apply(manifest);
        space.awaitReady("care");
        List<String> main = uids(space.pods("redis-main"));

        space.apply(manifest.replace("}]", "}" + ANOTHER_REDIS.formatted("queue", ", className: absent")));
        space.awaitCondition(
                "care",
                "CacheReady",
                "False",
                "spec.redis[1].persistence.className",
                "StorageClass absent",
                "create it, or replace this Redis by one of another name with a StorageClass that exists");
        space.awaitCondition("care", "ComponentsReady", "True");
        assertThat(uids(space.pods("redis-main"))).isEqualTo(main);

        space.apply(manifest.replace("}]", "}" + ANOTHER_REDIS.formatted("jobs", "")));
        space.awaitReady("care");
        assertThat(uids(space.pods("redis-main"))).isEqualTo(main);
        Space.eventually(
                () -> assertThat(space.user("care").redisRoundTrip("jobs")).isEqualTo("kept"));
    }

    @Test
    void ofADatabaseIsNamedWithTheCure() {
        space.apply(manifest.replace("name: care", "name: other")
                .replace(
                        "{enabled: false}\n",
                        "{instances: 1, image: \"postgres:15\", storage: {size: 1Gi, className: absent}}\n"));

        space.awaitCondition(
                "other",
                "DatabaseReady",
                "False",
                "spec.postgres.storage.className",
                "StorageClass absent",
                "create it, or make a CareStack of another name");
        space.deleteStack("other");
    }

    private static List<String> uids(List<Pod> pods) {
        return pods.stream()
                .map((HasMetadata pod) -> pod.getMetadata().getUid())
                .sorted()
                .toList();
    }
}

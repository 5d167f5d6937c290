package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.sandbox.apiserver.fault.RequestLog;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operator that was installed for some namespaces. */
class NamespacesTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              components: [{name: web, image: "ghcr.io/acme/web:%d", port: 3000}]
              monitoring: {enabled: false}
              postgres: {enabled: false}
              redis: [{name: cache}]
            """;

    private final ApiStage stage = ApiStage.start(Set.of("one", "two"));
    private final Space one = stage.space("one");
    private final Space two = stage.space("two");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aRestartFindsTheChildrenOfEveryNamespace() {
        one.apply(STACK.formatted(1));
        two.apply(STACK.formatted(1));
        one.awaitCondition("care", "CacheReady", "False");
        two.awaitCondition("care", "CacheReady", "False");
        stage.server().requestLog().clear();

        stage.restartOperator();
        Space.eventually(() -> assertThat(stage.passes()).isGreaterThanOrEqualTo(2));
        one.apply(STACK.formatted(2));
        Space.eventually(() ->
                assertThat(one.stack("care").getStatus().observedGeneration()).isEqualTo(2));

        Space.eventually(() -> assertThat(stage.passes()).isBetween(3L, 4L));
        assertThat(stage.server().requestLog().entries())
                .filteredOn(entry -> entry.userAgent().contains(Stage.OPERATOR))
                .filteredOn(RequestLog.Entry::isWrite)
                .extracting(entry -> entry.verb() + " " + entry.namespace() + " " + entry.resource())
                .contains("create one configmaps", "create one deployments")
                .allMatch(write -> Set.of(
                                "create one configmaps",
                                "create one deployments",
                                "create one events",
                                "update one carestacks")
                        .contains(write));
    }
}

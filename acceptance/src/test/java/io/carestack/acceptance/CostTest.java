package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.CareStackStatus;
import io.carestack.sandbox.apiserver.fault.RequestLog;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stacks cost the API server, in numbers that depend on no clock. */
class CostTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: %s}
            spec:
              components:
              - name: web
                image: ghcr.io/acme/web:1
                port: 3000
                replicas: {min: 2, max: 5}
                envFrom: [{secretRef: {name: settings}}]
              - {name: worker, image: "ghcr.io/acme/worker:1", replicas: {min: 2, max: 4}}
              entry: {host: care.example.com, ingress: {className: nginx}}
              monitoring: {enabled: false}
              %s
              redis: [{name: cache}]
            """;
    private static final String SETTINGS = """
            apiVersion: v1
            kind: Secret
            metadata: {name: settings}
            stringData: {a: b}
            """;
    private static final int DEAD = 40;

    /** More than the passes that work at a time; how many of them ask at once within the timeouts of a connection depends on the machine. */
    private static final int ASKING = 16;

    private final ApiStage stage = ApiStage.start();
    private final Space space = stage.space("cost");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aNewStackTakesOnePassAndARequestForEachChildAndTwoForItsStatusAndReadsWhatItCopies() {
        space.apply(SETTINGS);
        addAndAwait("first");
        int children = space.children().size();
        stage.server().requestLog().clear();

        addAndAwait("second");
        List<RequestLog.Entry> requests = requests();
        addAndAwait("third");

        assertThat(requests)
                .extracting(entry -> entry.verb() + " " + entry.resource())
                .hasSize(children + 3)
                .containsOnlyOnce("get secrets");
        // a pass counts when it has ended, which is after its status was there to see
        Space.eventually(() -> assertThat(stage.passes()).isEqualTo(3));
    }

    @Test
    void aRestartLooksAtEachStackOnceAndWritesNothing() {
        space.apply(SETTINGS);
        for (String name : List.of("first", "second", "third")) {
            addAndAwait(name);
        }
        stage.server().requestLog().clear();

        stage.restartOperator();
        Space.eventually(() -> assertThat(stage.passes()).isGreaterThanOrEqualTo(3));
        assertThat(requests()).noneMatch(RequestLog.Entry::isWrite);
        addAndAwait("fourth");

        Space.eventually(() -> assertThat(stage.passes()).isEqualTo(4));
    }

    @Test
    void stacksWhoseDatabaseHangsKeepNoOtherStackWaiting() throws Exception {
        space.apply(SETTINGS);
        try (SilentServer database = SilentServer.start()) {
            space.apply("""
                    apiVersion: v1
                    kind: Secret
                    metadata: {name: dead}
                    stringData: {uri: "postgresql://care:secret@127.0.0.1:%d/care"}
                    """.formatted(database.port()));
            for (int i = 0; i < DEAD; i++) {
                space.apply(STACK.formatted("dead-" + i, "postgres: {external: {secretName: dead}}"));
            }
            Space.eventually(() -> assertThat(database.mostAtATime()).isGreaterThanOrEqualTo(ASKING));

            addAndAwait("healthy");
        }
    }

    /** Until the one pass over it has said how it is; nothing runs here, so that it never is ready. */
    private void addAndAwait(String name) {
        space.apply(STACK.formatted(name, "postgres: {enabled: false}"));
        Space.eventually(() -> assertThat(Optional.ofNullable(space.stack(name).getStatus())
                        .map(CareStackStatus::conditions)
                        .orElse(List.of()))
                .extracting(Condition::getType)
                .contains("CacheReady"));
    }

    private List<RequestLog.Entry> requests() {
        return stage.server().requestLog().entries().stream()
                .filter(entry -> entry.userAgent().contains(Stage.OPERATOR))
                .filter(entry -> entry.isWrite() || entry.isRead())
                .toList();
    }
}

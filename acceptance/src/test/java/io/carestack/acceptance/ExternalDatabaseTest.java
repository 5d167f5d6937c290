package io.carestack.acceptance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database that somebody else runs, and a Secret that is wrong about it. */
@StageTest
class ExternalDatabaseTest {
    private static final String DATABASE = """
            apiVersion: v1
            kind: Pod
            metadata: {name: database, labels: {app: database}}
            spec:
              securityContext: {runAsUser: 999, runAsGroup: 999, fsGroup: 999}
              containers:
              - name: postgres
                image: postgres:16
                env:
                - {name: POSTGRES_USER, value: care}
                - {name: POSTGRES_PASSWORD, value: right}
                - {name: POSTGRES_DB, value: care}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: database}
            spec: {selector: {app: database}, ports: [{port: 5432}]}
            """;
    private static final String LOGIN = """
            apiVersion: v1
            kind: Secret
            metadata: {name: login}
            stringData: {uri: "postgresql://care:%s@%s:%d/care"}
            """;
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              size: small
              components:
              - {name: web, image: "ghcr.io/acme/web:1", port: 3001, replicas: {min: 1, max: 1}}
              postgres: {external: {secretName: login}}
              redis: []
            """;

    private final Space space;

    ExternalDatabaseTest(LiveStage stage) {
        this.space = stage.space("external");
    }

    @BeforeAll
    void makeTheStack() {
        space.apply(DATABASE);
        login("right", 5432);
        space.apply(STACK);
        space.awaitReady("care");
    }

    @AfterAll
    void close() {
        space.close();
    }

    @Test
    void aWrongPasswordIsSaidAndTheRightOneRecovers() {
        login("wrong", 5432);
        space.awaitCondition(
                "care",
                "DatabaseReady",
                "False",
                "Secret login",
                "password authentication failed",
                "correct the Secret, or the database");

        login("right", 5432);
        space.awaitCondition("care", "DatabaseReady", "True");
        space.awaitReady("care");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsSaidAndTheRightAddressRecovers() {
        login("right", 5433);
        space.awaitCondition("care", "DatabaseReady", "False", "Secret login", "5433");

        login("right", 5432);
        space.awaitCondition("care", "DatabaseReady", "True");
        space.awaitReady("care");
    }

    private void login(String password, int port) {
        space.apply(LOGIN.formatted(password, space.clusterAddress("database"), port));
    }
}

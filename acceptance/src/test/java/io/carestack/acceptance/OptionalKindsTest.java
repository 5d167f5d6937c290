package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.OptionalKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Kinds that a cluster may lack. */
class OptionalKindsTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: care}
            spec:
              components:
              - {name: web, image: "ghcr.io/acme/web:1", port: 3000, metrics: {path: /metrics}}
              entry: {host: care.example.com, gateway: {name: public}}
              postgres: {enabled: false}
              redis: []
              monitoring: {enabled: true}
            """;

    private final ApiStage stage = ApiStage.start();
    private final Space space = stage.space("optional");

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aMissingKindIsSaidAndPickedUpWhenItAppears() {
        space.apply(STACK);
        space.awaitCondition("care", "MonitoringReady", "False", "servicemonitors.monitoring.coreos.com", "install");
        space.awaitCondition("care", "EntryReady", "False", "HTTPRoute", "gateway.networking.k8s.io/v1");
        assertThat(space.children()).extracting(child -> child.getKind()).contains("Deployment");

        Kinds.install(space.client(), OptionalKind.SERVICE_MONITOR);
        Kinds.install(space.client(), OptionalKind.PROMETHEUS_RULE);
        Kinds.install(space.client(), OptionalKind.HTTP_ROUTE);

        space.awaitCondition("care", "MonitoringReady", "True");
        Space.eventually(() -> assertThat(space.children())
                .extracting(child -> child.getKind())
                .contains("ServiceMonitor", "PrometheusRule", "HTTPRoute"));
    }

    @Test
    void aKindThatGoesDisturbsNothingElse() {
        Kinds.install(space.client(), OptionalKind.SERVICE_MONITOR);
        Kinds.install(space.client(), OptionalKind.PROMETHEUS_RULE);
        space.apply(STACK);
        space.awaitCondition("care", "MonitoringReady", "True");

        space.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(OptionalKind.SERVICE_MONITOR.definition())
                .delete();

        space.awaitCondition("care", "MonitoringReady", "False", "servicemonitors.monitoring.coreos.com");
        space.patchStack(
                "care", "{\"components\":[{\"name\":\"web\",\"image\":\"ghcr.io/acme/web:2\",\"port\":3000}]}");
        Space.eventually(() -> assertThat(space.client()
                        .apps()
                        .deployments()
                        .inNamespace(space.name())
                        .withName("care-web-green")
                        .require()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getImage())
                .isEqualTo("ghcr.io/acme/web:2"));
    }
}

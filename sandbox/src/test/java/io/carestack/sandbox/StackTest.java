package io.carestack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSandbox.class)
class StackTest {
    private static final String STACK = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              serviceName: db
              replicas: 1
              selector: {matchLabels: {app: db}}
              template:
                metadata: {labels: {app: db}}
                spec:
                  securityContext: {runAsUser: 999, runAsGroup: 999, fsGroup: 999, runAsNonRoot: true}
                  containers:
                  - name: postgres
                    image: postgres:16
                    env:
                    - {name: POSTGRES_PASSWORD, value: p@ss}
                    - {name: POSTGRES_DB, value: care}
                    - {name: PGDATA, value: /var/lib/postgresql/data/pgdata}
                    readinessProbe: {exec: {command: [pg_isready, -q, -h, 127.0.0.1]}, periodSeconds: 1}
                    volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]
              volumeClaimTemplates:
              - metadata: {name: data}
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: db}
            spec: {selector: {app: db}, ports: [{port: 5432}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: redis, labels: {app: redis}}
            spec: {containers: [{name: redis, image: "redis:7"}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: redis}
            spec: {selector: {app: redis}, ports: [{port: 6379}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  securityContext: {runAsNonRoot: true}
                  containers:
                  - name: web
                    image: ghcr.io/acme/web:1.2
                    env:
                    - {name: DRAIN, value: "1"}
                    - {name: DATABASE_URL, value: "postgresql://postgres:p%40ss@db:5432/care"}
                    - {name: REDIS_URL, value: "redis://redis:6379/0"}
                    readinessProbe: {httpGet: {path: /api/health/ready, port: 3001}, periodSeconds: 1}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, targetPort: 3001}]}
            """;

    @Test
    void anApplicationKeepsItsNotesInPostgresqlThroughACrash(Space space) throws Exception {
        space.apply(STACK);
        space.awaitReady("db-0");
        String url = "http://" + space.clusterAddress("web");
        Space.eventually(() ->
                assertThat(space.get(url + "/api/health/detailed").statusCode()).isEqualTo(200));
        assertThat(space.pods("app", "web")
                        .getFirst()
                        .getStatus()
                        .getContainerStatuses()
                        .getFirst()
                        .getImageID())
                .startsWith("ghcr.io/acme/web:1.2@sha256:");
        Space.eventually(() ->
                assertThat(space.post(url + "/notes", "remember").statusCode()).isEqualTo(201));

        space.sandbox().faults().kill(space.name(), "db-0", "postgres", "KILL");
        space.awaitPod(
                "db-0", pod -> pod.getStatus().getContainerStatuses().getFirst().getRestartCount() == 1);

        Space.eventually(() -> assertThat(space.get(url + "/notes").body()).isEqualTo("{\"count\":1}"));
        assertThat(space.get(url + "/metrics").body())
                .contains("http_requests_total{status=\"201\",version=\"1.2\"} 1");
        assertThat(space.get(url + "/").body()).startsWith("{\"version\":\"1.2\",\"pod\":\"web-");
    }
}

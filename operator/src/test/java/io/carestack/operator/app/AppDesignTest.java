package io.carestack.operator.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Canonical;
import io.carestack.operator.fixture.Golden;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AppDesignTest {

    @Test
    void theSmallestStackBecomesThreePodsWithTwoServices() {
        golden("minimal", "components: [{name: web, image: 'ghcr.io/acme/notes:1.4.2', port: 3001}]");
    }

    @Test
    void aWorkerHasNoServiceAndNoProbes() {
        golden("worker", """
                components:
                - {name: worker, image: 'notes-worker:1.4.2', replicas: {min: 1, max: 1}, metrics: {port: 9100}}
                redis: []
                postgres: {enabled: false}
                """);
    }

    @Test
    void anAutoscaledComponentFollowsItsLoad() {
        golden("autoscaled", """
                components:
                - name: api
                  image: notes-api:1.4.2
                  port: 8080
                  replicas: {min: 3, max: 10}
                  autoscaling:
                    cpu: 70
                    memory: 80
                    behavior:
                      scaleUp: {stabilizationWindowSeconds: 0, policies: [{type: Percent, value: 100, periodSeconds: 30}]}
                      scaleDown: {stabilizationWindowSeconds: 300, selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 60}]}
                """);
    }

    @Test
    void everyFieldOfAComponentReachesItsPods() {
        golden("all-fields", """
                components:
                - name: api
                  image: ghcr.io/acme/notes-api@sha256:4d2f1a09c8b7e6f5a4d3c2b1a0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c4b3a291
                  port: 3001
                  replicas: {min: 2, max: 2}
                  probes: {liveness: /api/health/live, readiness: /api/health/ready, startup: /api/health, startupSeconds: 121}
                  metrics: {path: /api/metrics, port: 9464, interval: 10s}
                  shutdown: {drain: 1m500ms}
                  env:
                  - {name: NODE_ENV, value: production}
                  - {name: EMPTY, value: ''}
                  - {name: DATABASE_URL, value: mine}
                  - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                  - {name: TOKEN, valueFrom: {secretKeyRef: {name: notes-secrets, key: token}}}
                  - {name: MODE, valueFrom: {configMapKeyRef: {name: notes-config, key: mode}}}
                  envFrom: [{secretRef: {name: notes-secrets}}, {prefix: CONFIG_, configMapRef: {name: notes-config}}]
                  resources: {requests: {cpu: '1000m', memory: 1024Mi}, limits: {cpu: '1.5', memory: 2Gi}}
                  volumes:
                  - {name: uploads, mountPath: /app/uploads, emptyDir: {sizeLimit: 10240Mi}}
                  - {name: cache, mountPath: /cache, emptyDir: {medium: Memory, sizeLimit: 0.5Gi}}
                  - {name: scratch, mountPath: /tmp, emptyDir: {}}
                  - {name: shared, mountPath: /shared, subPath: notes, persistentVolumeClaim: {name: shared-files}}
                  - {name: config, mountPath: /etc/notes, readOnly: true, configMap: {name: notes-config}}
                  - {name: keys, mountPath: /etc/keys, readOnly: false, secret: {name: notes-keys}}
                  command: [node]
                  args: [server.js, '']
                  pod:
                    labels: {team: care}
                    annotations: {example.com/note: ''}
                    nodeSelector: {disk: ssd}
                    tolerations:
                    - {key: dedicated, operator: Equal, value: care, effect: NoExecute, tolerationSeconds: 0}
                    - {operator: Exists, key: ''}
                    antiAffinity: Required
                    priorityClassName: high
                    runtimeClassName: gvisor
                    imagePullSecrets: [{name: registry}]
                    runAsUser: 1000
                    runAsGroup: 3000
                postgres: {pooler: {image: 'pgbouncer:1.24'}}
                redis: [{name: sessions, role: SessionStore}, {name: cache}]
                """);
    }

    @Test
    void anExternalDatabaseIsOfferedInBothForms() {
        golden("external-database", """
                components: [{name: web, image: 'notes:1', port: 80}]
                postgres: {external: {secretName: db-credentials}}
                redis: []
                """);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyObjectIsWrittenAsTheApiServerStoresIt(long seed) {
        EffectiveStack stack = RandomStacks.effective(seed);
        assertThat(objects(stack))
                .allSatisfy(object -> assertThat(Canonical.violations(object))
                        .as(object.getMetadata().getName())
                        .isEmpty());
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    private static void golden(String name, String spec) {
        Golden.assertMatches("app/" + name, objects(Stacks.effective(spec)));
    }

    private static List<HasMetadata> objects(EffectiveStack stack) {
        return Stream.concat(AppFixture.plan(stack).desired().stream(), AppFixture.deployments(stack).stream())
                .toList();
    }
}

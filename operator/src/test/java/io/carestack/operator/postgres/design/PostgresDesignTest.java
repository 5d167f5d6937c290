package io.carestack.operator.postgres.design;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Golden;
import io.carestack.operator.kube.Children;
import io.carestack.operator.store.SecretData;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresDesignTest {
    private static final Children NONE = new Children(List.of());
    private static final String PASSWORD = "p@ss/w:rd";
    private static final ConnectionDetails DETAILS = details(PASSWORD);

    @Test
    void theShortestSpecGivesThreeInstances() {
        Shape shape = Shapes.shape("{}");
        Golden.assertMatches(
                "postgres/default",
                PostgresDesign.design(shape, NONE, DETAILS, Optional.of("notes-postgres-0")).stream()
                        .filter(object -> !object.getKind().equals("ConfigMap"))
                        .toList());
    }

    @Test
    void everyFieldOfTheSpecArrives() {
        Shape shape = Shapes.shape("""
                image: registry.example.com:5000/library/postgres:16-alpine
                instances: 2
                database: notes
                owner: notes_owner
                storage: {size: 50Gi, className: fast}
                parameters: {max_connections: '200', 'pg_stat_statements.track': "all 'of' it\\\\"}
                hba: ['hostssl all all 10.0.0.0/8 scram-sha-256']
                resources: {requests: {cpu: '1', memory: 2Gi}, limits: {cpu: '2', memory: 4Gi}}
                pod:
                  labels: {team: care}
                  annotations: {note: kept}
                  nodeSelector: {disk: ssd}
                  tolerations: [{key: dedicated, value: db, effect: NoSchedule}]
                  antiAffinity: Required
                  priorityClassName: high
                  imagePullSecrets: [{name: registry}]
                  runAsUser: 1001
                  fsGroup: 1002
                pooler: {image: 'acme/pgbouncer:1.24'}
                """, "deletionPolicy: Delete");
        Golden.assertMatches(
                "postgres/full",
                PostgresDesign.design(shape, NONE, DETAILS, Optional.empty()).stream()
                        .filter(object -> !object.getMetadata().getName().equals("notes-postgres")
                                || !object.getKind().equals("ConfigMap"))
                        .toList());
        Golden.assertMatchesText("postgres/full-postgresql.conf", Configuration.text(shape));
        Golden.assertMatchesText("postgres/full-pg_hba.conf", HostBasedAuthentication.text(shape));
    }

    @Test
    void neitherParametersNorTheNumberOfInstancesChangeThePodTemplate() {
        assertThat(template("{instances: 5, parameters: {work_mem: 64MB}, hba: ['host all all all reject']}"))
                .isEqualTo(template("{instances: 2}"));
    }

    @Test
    void neitherCertificatesNorTheirSourceChangeThePodTemplate() {
        assertThat(template("{tls: {enabled: false}}"))
                .isEqualTo(template("{tls: {secretName: mine, required: true}}"));
    }

    @Test
    void onlyWhatTheSpecSaysAboutTheExporterIsAReasonToReplacePods() {
        String plain = Shapes.shape("{}").podFingerprint();
        assertThat(Shapes.shape("{exporter: {enabled: true}}").podFingerprint()).isEqualTo(plain);
        assertThat(Shapes.shape("{}", "monitoring: {enabled: false}").podFingerprint())
                .as("switching monitoring replaces no pod")
                .isEqualTo(plain);
        assertThat(Shapes.shape("{exporter: {enabled: false}}").podFingerprint())
                .isNotEqualTo(plain);
        assertThat(Shapes.shape("{exporter: {image: 'acme/exporter:1'}}").podFingerprint())
                .isNotEqualTo(plain);
    }

    @Test
    void urisSayThatTheyEncryptOnlyWhereThatIsRequired() {
        assertThat(SecretData.decode(
                        Connection.design(Shapes.shape("{}"), DETAILS).getData()))
                .containsEntry("ca.crt", "certificates of the authority")
                .allSatisfy((key, value) -> assertThat(value).doesNotContain("sslmode"));
        assertThat(SecretData.decode(Connection.design(
                                Shapes.shape("{tls: {required: true}, pooler: {image: 'acme/pgbouncer:1.24'}}"),
                                DETAILS)
                        .getData()))
                .allSatisfy((key, value) -> assertThat(
                                !key.toLowerCase(Locale.ROOT).endsWith("uri") || value.contains("sslmode=require"))
                        .as(key)
                        .isTrue());
    }

    @Test
    void noPasswordIsInAnyObjectButSecrets() {
        Shape shape = Shapes.shape("pooler: {image: 'acme/pgbouncer:1.24'}");
        assertThat(PostgresDesign.design(shape, NONE, details("very-secret"), Optional.empty()))
                .filteredOn(object -> !(object instanceof Secret))
                .allSatisfy(object -> assertThat(object.toString()).doesNotContain("very-secret"));
    }

    @Test
    void passwordsAreEncodedInUris() {
        assertThat(SecretData.decode(
                        Connection.design(Shapes.shape("{}"), DETAILS).getData()))
                .containsEntry("uri", "postgresql://app:p%40ss%2Fw%3Ard@notes-postgres-rw.care.svc:5432/app")
                .containsEntry("password", PASSWORD);
    }

    @Test
    void aGrownSizeChangesTheClaimsAndLeavesTheTemplateAsItWasMade() {
        Shape small = Shapes.shape("storage: {size: 10Gi}");
        StatefulSet existing = find(PostgresDesign.design(small, NONE, DETAILS, Optional.empty()));
        Children children = new Children(List.of(
                existing,
                claim("data-notes-postgres-0", "10Gi"),
                claim("data-notes-postgres-1", "20Gi"),
                claim("data-notes-postgres-other-0", "1Gi")));
        List<HasMetadata> grown =
                PostgresDesign.design(Shapes.shape("storage: {size: 20Gi}"), children, DETAILS, Optional.empty());
        assertThat(find(grown).getSpec().getVolumeClaimTemplates())
                .isEqualTo(existing.getSpec().getVolumeClaimTemplates());
        assertThat(grown)
                .filteredOn(PersistentVolumeClaim.class::isInstance)
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.getMetadata().getName()).isEqualTo("data-notes-postgres-0");
                    assertThat(((PersistentVolumeClaim) claim)
                                    .getSpec()
                                    .getResources()
                                    .getRequests())
                            .containsEntry("storage", new Quantity("20Gi"));
                });
    }

    @Test
    void initdbIsGrantedOnceAndOnlyWhereNothingExistsYet() {
        Shape shape = Shapes.shape("{}");
        assertThat(PostgresDesign.initialize(shape, NONE, false)).contains("notes-postgres-0");
        assertThat(PostgresDesign.initialize(shape, NONE, true)).isEmpty();
        Children volumes = new Children(List.of(claim("data-notes-postgres-2", "10Gi")));
        assertThat(PostgresDesign.initialize(shape, volumes, false))
                .as("retained volumes are adopted, not overwritten")
                .isEmpty();
        StatefulSet granted = find(PostgresDesign.design(shape, NONE, DETAILS, Optional.of("notes-postgres-0")));
        Children begun = new Children(List.of(granted, claim("data-notes-postgres-0", "10Gi")));
        assertThat(PostgresDesign.initialize(shape, begun, false)).contains("notes-postgres-0");
    }

    private static ConnectionDetails details(String password) {
        return new ConnectionDetails(password, Optional.of("certificates of the authority"), "fingerprint");
    }

    private static Object template(String postgres) {
        return find(PostgresDesign.design(Shapes.shape(postgres), NONE, DETAILS, Optional.empty()))
                .getSpec()
                .getTemplate();
    }

    private static StatefulSet find(List<HasMetadata> objects) {
        return objects.stream()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static PersistentVolumeClaim claim(String name, String size) {
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("care")
                .endMetadata()
                .withNewSpec()
                .withNewResources()
                .addToRequests("storage", new Quantity(size))
                .endResources()
                .endSpec()
                .build();
    }
}

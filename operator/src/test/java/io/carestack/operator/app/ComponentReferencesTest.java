package io.carestack.operator.app;

import static io.carestack.operator.app.AppFixture.allKnown;
import static io.carestack.operator.app.AppFixture.allKnownBut;
import static io.carestack.operator.app.AppFixture.deployment;
import static io.carestack.operator.app.AppFixture.executed;
import static io.carestack.operator.app.AppFixture.observe;
import static io.carestack.operator.app.AppFixture.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComponentReferencesTest {
    private static final EffectiveStack STACK = Stacks.effective("""
            components:
            - name: web
              image: notes:1
              port: 80
              env: [{name: TOKEN, valueFrom: {secretKeyRef: {name: token, key: t}}}]
              envFrom: [{secretRef: {name: notes-secrets}}, {configMapRef: {name: notes-config}}]
              volumes: [{name: keys, mountPath: /keys, secret: {name: keys}}]
            - {name: other, image: 'notes:1', port: 80}
            """);

    @Test
    void everythingThatPodsReferToIsCollected() {
        assertThat(ComponentReferences.of(STACK))
                .containsExactlyInAnyOrder(
                        new Reference(Kind.Secret, "token"),
                        new Reference(Kind.Secret, "notes-secrets"),
                        new Reference(Kind.ConfigMap, "notes-config"),
                        new Reference(Kind.Secret, "keys"),
                        new Reference(Kind.Secret, "notes-postgres-app"),
                        new Reference(Kind.Secret, "notes-redis-cache-app"));
    }

    @Test
    void aMissingReferenceNamesItsFieldAndTheCure() {
        AppPlan plan = AppPlanner.plan(STACK, observe(STACK), allKnownBut(STACK, "notes-config"));

        assertThat(plan.problems())
                .containsExactly(new Problem(
                        "spec.components[0].envFrom[1].configMapRef",
                        "ConfigMap notes-config does not exist in namespace care",
                        "create it or correct the name"));
    }

    @Test
    void aMissingReferenceHoldsTheDeploymentsOfItsComponentAndNothingElse() {
        HasMetadata[] children = executed(plan(STACK));

        AppPlan plan = AppPlanner.plan(STACK, observe(STACK, children), allKnownBut(STACK, "keys"));

        assertThat(plan.held())
                .extracting(object -> object.getMetadata().getName())
                .containsExactlyInAnyOrder("notes-web-blue", "notes-web-green");
        assertThat(plan.objects())
                .extracting(HasMetadata::getKind, object -> object.getMetadata().getName())
                .contains(tuple("Service", "notes-web"), tuple("Deployment", "notes-other-blue"))
                .doesNotContain(tuple("Deployment", "notes-web-blue"));
    }

    @Test
    void aNewComponentWithAMissingReferenceHasNoDeploymentYet() {
        AppPlan plan = AppPlanner.plan(STACK, observe(STACK), allKnownBut(STACK, "keys"));

        assertThat(plan.desired())
                .filteredOn(object -> object.getKind().equals("Deployment"))
                .extracting(object -> object.getMetadata().getName())
                .containsExactlyInAnyOrder("notes-other-blue", "notes-other-green");
    }

    @Test
    void aConnectionSecretThatTheOperatorHasYetToMakeHoldsNothing() {
        AppPlan plan = AppPlanner.plan(STACK, observe(STACK), allKnownBut(STACK, "notes-postgres-app"));

        assertThat(plan.problems()).isEmpty();
        assertThat(plan.held()).isEmpty();
    }

    @Test
    void aMissingSecretOfAnExternalDatabaseIsAProblemOfTheDatabaseField() {
        EffectiveStack stack = Stacks.effective("""
                components: [{name: web, image: 'notes:1', port: 80}]
                postgres: {external: {secretName: db}}
                """);

        assertThat(AppPlanner.plan(stack, observe(stack), allKnownBut(stack, "db"))
                        .problems())
                .extracting(Problem::field)
                .containsExactly("spec.postgres.external.secretName");
    }

    @Test
    void aChangeOfContentChangesThePodsOfThoseThatReferToItOnly() {
        Map<Reference, Optional<String>> hashes = new HashMap<>(allKnown(STACK).hashes());
        hashes.put(new Reference(Kind.Secret, "keys"), Optional.of("changed"));

        AppPlan before = plan(STACK);
        AppPlan after = AppPlanner.plan(STACK, observe(STACK), new References(hashes));

        assertThat(checksum(after, "notes-web-blue")).isNotEqualTo(checksum(before, "notes-web-blue"));
        assertThat(checksum(after, "notes-other-blue")).isEqualTo(checksum(before, "notes-other-blue"));
        assertThat(after.revision()).isNotEqualTo(before.revision());
    }

    @Test
    void theRevisionDependsOnTheTemplatesAndNotOnSizeOrColour() {
        String scaled = AppFixture.SCALED;

        assertThat(plan(scaled).revision()).isEqualTo(plan(AppFixture.FIXED).revision());
        assertThat(plan(scaled.replace("1.4.2", "1.4.3")).revision())
                .isNotEqualTo(plan(scaled).revision());
    }

    private static String checksum(AppPlan plan, String deployment) {
        return deployment(plan, deployment)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getAnnotations()
                .getOrDefault(Labels.CONFIG_CHECKSUM, "");
    }
}

package io.carestack.operator.app;

import static io.carestack.operator.app.AppFixture.allKnownBut;
import static io.carestack.operator.app.AppFixture.observe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.status.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
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
        AppPlan plan = plan(allKnownBut(STACK, "notes-config"));

        assertThat(plan.problems())
                .containsExactly(new Problem(
                        "spec.components[0].envFrom[1].configMapRef",
                        "ConfigMap notes-config does not exist in namespace care",
                        "create it or correct the name"));
    }

    @Test
    void aMissingReferenceLeavesEverythingAroundThePodsInThePlan() {
        AppPlan plan = plan(allKnownBut(STACK, "keys"));

        assertThat(plan.objects())
                .extracting(HasMetadata::getKind, object -> object.getMetadata().getName())
                .contains(tuple("Service", "notes-web"), tuple("ServiceAccount", "notes-web"));
    }

    @Test
    void aConnectionSecretThatTheOperatorHasYetToMakeIsNoProblem() {
        assertThat(plan(allKnownBut(STACK, "notes-postgres-app")).problems()).isEmpty();
    }

    @Test
    void aMissingSecretOfAnExternalDatabaseIsAProblemOfTheDatabaseField() {
        EffectiveStack stack = Stacks.effective("""
                components: [{name: web, image: 'notes:1', port: 80}]
                postgres: {external: {secretName: db}}
                """);

        assertThat(AppPlanner.plan(stack, observe(stack), allKnownBut(stack, "db"), AppFixture.BEGINS)
                        .problems())
                .extracting(Problem::field)
                .containsExactly("spec.postgres.external.secretName");
    }

    private static AppPlan plan(References references) {
        return AppPlanner.plan(STACK, observe(STACK), references, AppFixture.BEGINS);
    }
}

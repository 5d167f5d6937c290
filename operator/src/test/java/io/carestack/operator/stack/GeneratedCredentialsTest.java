package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneratedCredentialsTest {
    private static final String SPEC = "components: [{name: web, image: 'notes:1'}]\n";
    private static final EffectiveStack RETAINS = Stacks.effective(SPEC);
    private static final EffectiveStack DELETES = Stacks.effective(SPEC + "deletionPolicy: Delete\n");

    @Test
    void credentialsThatFollowTheDeletionPolicyAreLeftAlone() {
        assertThat(GeneratedCredentials.reowned(RETAINS, new Children(List.of(credentials(RETAINS)))))
                .isEmpty();
        assertThat(GeneratedCredentials.reowned(DELETES, new Children(List.of(credentials(DELETES)))))
                .isEmpty();
    }

    @Test
    void aPolicyThatBecomesDeleteMakesTheStackTheirOwnerAndKeepsThePassword() {
        List<Secret> reowned = GeneratedCredentials.reowned(DELETES, new Children(List.of(credentials(RETAINS))));

        assertThat(reowned).singleElement().satisfies(secret -> {
            assertThat(DELETES.owner().owns(secret)).isTrue();
            assertThat(secret.getData()).containsEntry("password", "c2VjcmV0");
        });
    }

    @Test
    void aPolicyThatBecomesRetainTakesTheOwnerAway() {
        List<Secret> reowned = GeneratedCredentials.reowned(RETAINS, new Children(List.of(credentials(DELETES))));

        assertThat(reowned)
                .singleElement()
                .satisfies(secret ->
                        assertThat(secret.getMetadata().getOwnerReferences()).isEmpty());
    }

    private static Secret credentials(EffectiveStack stack) {
        String name = "notes-postgres-owner";
        return new SecretBuilder()
                .withMetadata(
                        stack.retainsData()
                                ? stack.owner().retained(name, "postgres")
                                : stack.owner().child(name, "postgres"))
                .withType("kubernetes.io/basic-auth")
                .withData(Map.of("password", "c2VjcmV0"))
                .build();
    }
}

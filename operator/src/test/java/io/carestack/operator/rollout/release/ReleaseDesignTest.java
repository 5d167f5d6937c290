package io.carestack.operator.rollout.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.rollout.revision.ConfigCopies;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseDesignTest {
    private static final String SPEC =
            "components: [{name: web, image: 'notes:1', port: 80, envFrom: [{secretRef: {name: keys}}]}]";
    private static final Reference KEYS = new Reference(Kind.Secret, "keys");
    private static final Reference DATABASE = new Reference(Kind.Secret, "notes-postgres-app");

    @Test
    void podsReferToCopiesOfWhatIsTheUsersAndToTheOperatorsOwnSecretsThemselves() {
        ReleaseDesign design = design(SPEC, Map.of(KEYS, Optional.of("1"), DATABASE, Optional.of("2")));

        String copy = ConfigCopies.name("notes", KEYS, "1");
        assertThat(design.copies()).isEqualTo(Map.of(KEYS, copy));
        assertThat(design.release().references())
                .contains(new Reference(Kind.Secret, copy), DATABASE)
                .doesNotContain(KEYS);
        assertThat(design.complete()).isTrue();
    }

    @Test
    void whatRefersToSomethingThatDoesNotExistIsNotComplete() {
        assertThat(design(SPEC, Map.of()).complete()).isFalse();
        assertThat(design(SPEC, Map.of(KEYS, Optional.empty())).complete()).isFalse();
    }

    @Test
    void aConnectionSecretThatTheOperatorHasYetToMakeIsNoObstacle() {
        assertThat(design(SPEC, Map.of(KEYS, Optional.of("1"))).complete()).isTrue();
    }

    @Test
    void anotherContentIsAnotherReleaseWithAnotherCopy() {
        ReleaseDesign before = design(SPEC, Map.of(KEYS, Optional.of("1")));
        ReleaseDesign after = design(SPEC, Map.of(KEYS, Optional.of("2")));

        assertThat(after.release().hash()).isNotEqualTo(before.release().hash());
        assertThat(after.copies().get(KEYS)).isNotEqualTo(before.copies().get(KEYS));
    }

    @Test
    void anotherSizeIsTheSameRelease() {
        Map<Reference, Optional<String>> known = Map.of(KEYS, Optional.of("1"));

        assertThat(design(SPEC.replace("port: 80", "port: 80, replicas: {min: 4, max: 9}"), known)
                        .release())
                .isEqualTo(design(SPEC, known).release());
    }

    private static ReleaseDesign design(String spec, Map<Reference, Optional<String>> known) {
        return ReleaseDesign.of(Stacks.effective(spec), new References(known));
    }
}

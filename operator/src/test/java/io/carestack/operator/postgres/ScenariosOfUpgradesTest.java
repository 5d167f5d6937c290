package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.Children;
import io.carestack.operator.postgres.design.ConnectionDetails;
import io.carestack.operator.postgres.design.PostgresDesign;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.postgres.design.Shapes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods that another version of the operator made. */
@RealPostgres(programs = "/usr/sbin/iptables")
class ScenariosOfUpgradesTest {
    @Test
    void scenario26PodsWhoseTemplateOnlyAnotherOperatorWritesOtherwiseRunOn() {
        Shape shape = Shapes.shape("{}");
        StatefulSet set = PostgresDesign.design(
                        shape,
                        new Children(List.of()),
                        new ConnectionDetails("password", Optional.empty(), ""),
                        Optional.empty())
                .stream()
                .filter(StatefulSet.class::isInstance)
                .map(StatefulSet.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(set.getSpec().getUpdateStrategy().getType())
                .as("a changed template alone replaces no pod")
                .isEqualTo("OnDelete");
        PodTemplateSpec template = set.getSpec().getTemplate();
        PodView older = new PodView(writtenOtherwise(template));
        assertThat(older.outdated(shape.podFingerprint())).isFalse();
        assertThat(older.outdated(Shapes.shape("image: postgres:16").podFingerprint()))
                .as("what the spec says otherwise does")
                .isTrue();
    }

    /** A version that takes the fingerprint otherwise, or has other defaults, would restart every database that was made by this one. */
    @Test
    void theFingerprintOfTheSameSpecIsTheSameInEveryVersion() {
        assertThat(Shapes.shape("{}").podFingerprint()).isEqualTo("46112c83b58c8cf4");
    }

    private static Pod writtenOtherwise(PodTemplateSpec template) {
        return new PodBuilder()
                .withMetadata(template.getMetadata())
                .withSpec(template.getSpec())
                .editMetadata()
                .withName("notes-postgres-0")
                .addToLabels("carestack.io/of-an-older-version", "yes")
                .endMetadata()
                .editSpec()
                .withTerminationGracePeriodSeconds(7L)
                .editFirstContainer()
                .addNewEnv()
                .withName("OF_AN_OLDER_VERSION")
                .withValue("yes")
                .endEnv()
                .withReadinessProbe(null)
                .endContainer()
                .endSpec()
                .build();
    }
}

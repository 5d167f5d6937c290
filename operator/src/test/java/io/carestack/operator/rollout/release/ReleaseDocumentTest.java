package io.carestack.operator.rollout.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.RandomStacks;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.References;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseDocumentTest {
    private static final Owner OWNER = new Owner("care", "notes", "uid");
    private static final Release RELEASE =
            release(Stacks.effective("components: [{name: web, image: 'notes:1', port: 80}]"));

    @ParameterizedTest
    @MethodSource("seeds")
    void aReleaseIsReadAsItWasKept(long seed) {
        Release release = release(RandomStacks.effective(seed));
        ConfigMap stored =
                Serialization.unmarshal(Serialization.asJson(ReleaseDocument.of(OWNER, release)), ConfigMap.class);

        assertThat(ReleaseDocument.read(stored)).contains(release);
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void whatIsKeptCannotBeChangedAndGoesWithItsStack() {
        ConfigMap document = ReleaseDocument.of(OWNER, RELEASE);

        assertThat(document.getImmutable()).isTrue();
        assertThat(OWNER.owns(document)).isTrue();
        assertThat(document.getMetadata().getName()).isEqualTo("notes-release-" + RELEASE.hash());
        assertThat(ReleaseDocument.hash(document)).isEqualTo(RELEASE.hash());
        assertThat(ReleaseDocument.isOne(document)).isTrue();
    }

    @Test
    void aConfigMapOfAComponentIsNoRelease() {
        ConfigMap other = new ConfigMapBuilder(ReleaseDocument.of(OWNER, RELEASE))
                .editMetadata()
                .addToLabels(Labels.COMPONENT, "web")
                .endMetadata()
                .build();
        ConfigMap bare = new ConfigMapBuilder().withNewMetadata().endMetadata().build();

        assertThat(ReleaseDocument.isOne(other)).isFalse();
        assertThat(ReleaseDocument.isOne(bare)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "{", "[]", "7", "{}", "template: 7", "template: {}", "template: {spec: 3}"})
    void nonsenseIsNoRelease(String text) {
        ConfigMap document = new ConfigMapBuilder(ReleaseDocument.of(OWNER, RELEASE))
                .addToData(Map.of("worker", text))
                .build();

        assertThat(ReleaseDocument.read(document)).isEmpty();
    }

    private static Release release(EffectiveStack stack) {
        return ReleaseDesign.of(stack, new References(Map.of())).release();
    }
}

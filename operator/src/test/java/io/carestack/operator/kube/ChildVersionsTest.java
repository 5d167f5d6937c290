package io.carestack.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildVersionsTest {
    private static final ResourceID STACK = new ResourceID("care", "ns");

    private final List<ResourceID> again = new ArrayList<>();
    private final ChildVersions versions = new ChildVersions(again::add);

    @Test
    void whatTheLastPassPlannedWithIsNoNews() {
        pass(child("a", 7));

        assertThat(versions.isNews(child("a", 7))).isFalse();
        assertThat(again).isEmpty();
    }

    @Test
    void anotherVersionIsNewsOnce() {
        pass(child("a", 7));

        assertThat(versions.isNews(child("a", 8))).isTrue();
        assertThat(versions.isNews(child("a", 9)))
                .as("the pass that comes sees this one as well")
                .isFalse();
        pass(child("a", 9));
        assertThat(versions.isNews(child("a", 10))).isTrue();
    }

    @Test
    void theEchoOfAnOwnWriteIsNoNewsWhetherItComesBeforeOrAfterTheAnswer() {
        versions.begin(STACK);
        versions.saw(STACK, new Children(List.of(child("a", 7), child("b", 3))));
        assertThat(versions.isNews(child("a", 8))).isFalse();
        versions.wrote(child("a", 8));
        versions.wrote(child("b", 9));
        assertThat(versions.isNews(child("b", 9))).isFalse();
        versions.end(STACK);

        assertThat(versions.isNews(child("b", 9))).isFalse();
        assertThat(again).isEmpty();
    }

    @Test
    void whatSomebodyElseChangedDuringAPassStartsAnotherOne() {
        versions.begin(STACK);
        versions.saw(STACK, new Children(List.of(child("a", 7))));
        assertThat(versions.isNews(child("a", 8))).isFalse();
        versions.wrote(child("a", 9));
        versions.end(STACK);

        assertThat(again).containsExactly(STACK);
    }

    @Test
    void whatComesAfterTheFirstLookOfAPassIsNotTakenForSeen() {
        versions.begin(STACK);
        assertThat(versions.isNews(child("a", 8))).isFalse();
        versions.saw(STACK, new Children(List.of()));
        versions.end(STACK);

        assertThat(again).containsExactly(STACK);
    }

    @Test
    void aPassThatFailedBeforeItLookedLosesNoEvent() {
        pass(child("a", 7));
        versions.begin(STACK);
        assertThat(versions.isNews(child("a", 8))).isFalse();
        versions.end(STACK);

        assertThat(again).containsExactly(STACK);
    }

    @Test
    void childrenOfAStackWithoutAnyPassStartNone() {
        assertThat(versions.isNews(child("a", 7))).isFalse();
        pass(child("a", 7));
        versions.forget(STACK);
        assertThat(versions.isNews(child("a", 8))).isFalse();
    }

    @Test
    void childrenOfTheSameVersionAreTwoThings() {
        pass(child("a", 7));

        assertThat(versions.isNews(child("b", 7))).isTrue();
    }

    private void pass(HasMetadata... seen) {
        versions.begin(STACK);
        versions.saw(STACK, new Children(List.of(seen)));
        versions.end(STACK);
    }

    private static HasMetadata child(String name, int version) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("ns")
                .withResourceVersion(Integer.toString(version))
                .addToLabels(Labels.STACK, "care")
                .endMetadata()
                .build();
    }
}

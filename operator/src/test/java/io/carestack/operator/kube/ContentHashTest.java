package io.carestack.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    @Test
    void theSameContentHasTheSameHash() {
        assertThat(ContentHash.of(Map.of("a", "1", "b", "2"))).isEqualTo(ContentHash.of(Map.of("b", "2", "a", "1")));
    }

    @Test
    void movingACharacterBetweenKeyAndValueChangesTheHash() {
        assertThat(ContentHash.of(Map.of("ab", "c"))).isNotEqualTo(ContentHash.of(Map.of("a", "bc")));
    }

    @Test
    void textAndBinaryDataAreToldApart() {
        assertThat(ContentHash.of(Map.of("a", "1"), Map.of())).isNotEqualTo(ContentHash.of(Map.of(), Map.of("a", "1")));
    }
}

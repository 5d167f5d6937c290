package io.carestack.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpansionTest {

    @ParameterizedTest
    @CsvSource({"a$(B)c,a1c", "$(B)$(B),11", "$(X),$(X)", "$$(B),$(B)", "$$$(B),$1", "cost $5,cost $5", "$(B,$(B"})
    void knownNamesAreReplacedAndTheRestStays(String text, String expected) {
        assertThat(Expansion.expand(text, Map.of("B", "1"))).isEqualTo(expected);
    }
}

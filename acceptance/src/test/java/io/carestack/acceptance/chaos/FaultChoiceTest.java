package io.carestack.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultChoiceTest {
    private static final List<Fault> ALL = List.of(Fault.values());

    @Test
    void neighbouringSeedsHaveEveryFaultOnce() {
        assertThat(LongStream.range(1000, 1000 + ALL.size()).mapToObj(seed -> Run.faultOf(seed, ALL)))
                .containsExactlyInAnyOrderElementsOf(ALL);
    }

    @Test
    void aSeedHasTheSameFaultAlways() {
        Map<Fault, Long> first = new EnumMap<>(Fault.class);
        LongStream.range(0, ALL.size()).forEach(seed -> first.put(Run.faultOf(seed, ALL), seed));

        first.forEach((fault, seed) -> assertThat(Run.faultOf(seed, ALL)).isEqualTo(fault));
    }
}

package io.carestack.sandbox.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContainerSlotTest {

    @Test
    void backOffBeginsAtTheSecondRestartAndDoublesUpToTheLimit() {
        NodeOptions options = NodeOptions.in(Path.of("unused"));

        assertThat(IntStream.rangeClosed(0, 6).mapToObj(failures -> ContainerSlot.backOff(failures, options)))
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5));
        assertThat(ContainerSlot.backOff(1_000_000, options)).isEqualTo(Duration.ofSeconds(5));
    }
}

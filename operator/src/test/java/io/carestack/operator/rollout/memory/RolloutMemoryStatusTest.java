package io.carestack.operator.rollout.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.api.RolloutStatus;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Ahead;
import io.carestack.operator.rollout.plan.Aside;
import io.carestack.operator.rollout.plan.Commands;
import io.carestack.operator.rollout.plan.Failure;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Probes;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Samples;
import io.carestack.operator.rollout.plan.Target;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutMemoryStatusTest {

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadAgain(long seed) {
        RolloutMemory memory = new Memories(new Random(seed)).memory();
        RolloutStatus written = RolloutMemoryStatus.write(memory, "blue", "hash", "", "");
        RolloutStatus stored = Serialization.unmarshal(Serialization.asJson(written), RolloutStatus.class);

        assertThat(RolloutMemoryStatus.read(stored)).isEqualTo(memory);
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void aStatusFromBeforeTheProtocolRemembersNothing() {
        assertThat(RolloutMemoryStatus.read(null)).isEqualTo(RolloutMemory.NOTHING);
        assertThat(RolloutMemoryStatus.read(RolloutStatus.serving("blue", "hash")))
                .isEqualTo(RolloutMemory.NOTHING);
    }

    private record Memories(Random random) {

        RolloutMemory memory() {
            return new RolloutMemory(
                    one(Phase.values()),
                    maybe(() -> new Revision(hash(), one(Color.values()))),
                    maybe(() -> new Target(hash(), random.nextInt(9), hash(), random.nextBoolean())),
                    random.nextInt(9),
                    random.nextInt(9),
                    random.nextBoolean(),
                    time(),
                    time(),
                    time(),
                    maybe(() -> new Aside(one(Color.values()), 1 + random.nextInt(100))),
                    random.nextInt(5),
                    random.nextBoolean() ? new TreeMap<>() : new TreeMap<>(Map.of("web", random.nextInt(9))),
                    random.nextBoolean()
                            ? Probes.NONE
                            : new Probes(random.nextInt(9), random.nextInt(9), time(), one("", "web/crash"), time()),
                    random.nextBoolean()
                            ? Samples.NONE
                            : new Samples(
                                    random.nextInt(9), random.nextInt(9), random.nextInt(9), random.nextInt(9), time()),
                    new Commands(command(), command(), command(), command()),
                    maybe(this::failure),
                    random.nextBoolean() ? List.of() : List.of(failure(), failure()),
                    random.nextBoolean() ? List.of() : List.of(hash(), hash()),
                    random.nextBoolean() ? List.of() : List.of(new Ahead(hash(), random.nextBoolean())));
        }

        private Failure failure() {
            return new Failure(hash(), random.nextInt(9), one(Failure.Reason.values()), one("", "web: OOMKilled"));
        }

        private Optional<String> command() {
            return maybe(() -> hash() + "#" + random.nextInt(9));
        }

        private Optional<Instant> time() {
            return maybe(() -> Instant.ofEpochMilli(1_795_341_600_000L + random.nextInt(1_000_000)));
        }

        private String hash() {
            return "%016x".formatted(random.nextLong());
        }

        private <T> Optional<T> maybe(Supplier<T> value) {
            return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
        }

        @SafeVarargs
        private <T> T one(T... values) {
            return values[random.nextInt(values.length)];
        }
    }
}

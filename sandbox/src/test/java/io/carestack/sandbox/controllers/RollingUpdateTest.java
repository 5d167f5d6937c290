package io.carestack.sandbox.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.sandbox.controllers.RollingUpdate.Scale;
import io.carestack.sandbox.controllers.RollingUpdate.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {

    @Test
    void theNewSetGrowsOnlyAsFarAsTheSurgeAllows() {
        assertThat(RollingUpdate.next(3, 1, 0, new Size("new", 0, 0), List.of(new Size("old", 3, 3))))
                .containsExactly(new Scale("new", 1));
    }

    @Test
    void theOldSetWaitsForTheNewPodToBeAvailable() {
        assertThat(RollingUpdate.next(3, 1, 0, new Size("new", 1, 0), List.of(new Size("old", 3, 3))))
                .isEmpty();
        assertThat(RollingUpdate.next(3, 1, 0, new Size("new", 1, 1), List.of(new Size("old", 3, 3))))
                .containsExactly(new Scale("old", 2));
    }

    @Test
    void oldPodsThatAreNotAvailableGoFirst() {
        assertThat(RollingUpdate.next(2, 1, 1, new Size("new", 1, 1), List.of(new Size("old", 2, 1))))
                .containsExactly(new Scale("old", 0));
    }

    @Test
    void everyRolloutEndsWithoutBreakingItsBounds() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            int wanted = 1 + random.nextInt(6);
            int surge = random.nextInt(3);
            int unavailable = surge == 0 ? 1 : random.nextInt(3);
            Size current = new Size("new", 0, 0);
            List<Size> old = new ArrayList<>(List.of(new Size("old", wanted, wanted)));
            for (int step = 0; step < 100; step++) {
                List<Scale> scales = RollingUpdate.next(wanted, surge, unavailable, current, old);
                for (Scale scale : scales) {
                    if (scale.name().equals("new")) {
                        current = new Size("new", scale.replicas(), Math.min(current.available(), scale.replicas()));
                    } else {
                        Size before = old.getFirst();
                        old.set(0, new Size("old", scale.replicas(), Math.min(before.available(), scale.replicas())));
                    }
                }
                int total = current.replicas() + old.getFirst().replicas();
                int available = current.available() + old.getFirst().available();
                assertThat(total).isLessThanOrEqualTo(wanted + surge);
                assertThat(available).isGreaterThanOrEqualTo(wanted - unavailable);
                if (scales.isEmpty()) {
                    current =
                            new Size("new", current.replicas(), Math.min(current.replicas(), current.available() + 1));
                }
            }
            assertThat(current).isEqualTo(new Size("new", wanted, wanted));
            assertThat(old.getFirst().replicas()).isZero();
        }
    }
}

package io.carestack.operator.rollout.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Every search and every mutant; says what was searched, how far, and what was found. */
@Tag("prove")
@Isolated
class LargeSearchTest {
    private static final int CORES = 2;

    @Test
    void nothingIsBrokenWithinTheBoundsAndEveryRuleThatIsLeftOutIsNoticed() throws Exception {
        List<Bounds> sound =
                Stream.concat(Proof.small().stream(), Proof.large().stream()).toList();
        List<Bounds> broken =
                Stream.of(Mutant.values()).map(mutant -> mutant.bounds).toList();
        List<RolloutSearch.Result> results = new ArrayList<>();
        System.out.println(
                "releases, searched breadth first; \"BOUNDED\" is a statement about the states that were seen only");
        try (ExecutorService executor = Executors.newFixedThreadPool(CORES)) {
            List<Future<RolloutSearch.Result>> futures = Stream.concat(sound.stream(), broken.stream())
                    .map(bounds -> executor.submit(() -> RolloutSearch.of(bounds)))
                    .toList();
            for (Future<RolloutSearch.Result> future : futures) {
                results.add(future.get());
                System.out.println(results.getLast().line());
            }
        }
        List<RolloutSearch.Result> ofSound = results.subList(0, sound.size());
        List<RolloutSearch.Result> ofBroken = results.subList(sound.size(), results.size());
        List<String> unnoticed = ofBroken.stream()
                .filter(each -> each.violation().isEmpty())
                .map(each -> each.bounds().name())
                .toList();
        System.out.printf(
                "releases: %d searches, %d complete, %d states; %d of %d mutants noticed, not: %s%n",
                ofSound.size(),
                ofSound.stream().filter(RolloutSearch.Result::complete).count(),
                ofSound.stream().mapToLong(RolloutSearch.Result::states).sum(),
                ofBroken.size() - unnoticed.size(),
                ofBroken.size(),
                unnoticed);
        assertThat(ofSound)
                .allSatisfy(
                        each -> assertThat(each.violation()).as(each.report()).isEmpty());
        assertThat(unnoticed).isEmpty();
    }
}

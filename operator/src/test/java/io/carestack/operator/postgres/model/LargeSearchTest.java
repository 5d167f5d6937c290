package io.carestack.operator.postgres.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every search and every mutant; says what was searched, how far, and what was found. */
@Tag("prove")
class LargeSearchTest {
    private static final int CORES = 2;

    @Test
    void nothingIsBrokenWithinTheBoundsAndEveryBrokenRuleIsNoticed() throws Exception {
        List<Scenario> sound =
                Stream.concat(Proof.small().stream(), Proof.large().stream()).toList();
        List<Scenario> broken =
                Stream.of(Mutant.values()).map(Mutants::scenario).toList();
        List<Search.Result> results = new ArrayList<>();
        System.out.println(
                "states searched exhaustively, breadth first; \"BOUNDED\" is a statement about those states only");
        try (ExecutorService executor = Executors.newFixedThreadPool(CORES)) {
            List<Future<Search.Result>> futures = Stream.concat(sound.stream(), broken.stream())
                    .map(scenario -> executor.submit(() -> Search.of(scenario)))
                    .toList();
            for (Future<Search.Result> future : futures) {
                results.add(future.get());
                System.out.println(results.getLast().line());
            }
        }
        List<Search.Result> ofSound = results.subList(0, sound.size());
        List<Search.Result> ofBroken = results.subList(sound.size(), results.size());
        Search.Result open = Search.of(Proof.open());
        System.out.println("known: " + open.line());
        System.out.printf(
                "%d searches, %d complete, %d states; %d of %d mutants noticed, not: %s%n",
                ofSound.size(),
                ofSound.stream().filter(Search.Result::complete).count(),
                ofSound.stream().mapToLong(Search.Result::states).sum(),
                ofBroken.stream().filter(each -> each.violation().isPresent()).count(),
                ofBroken.size(),
                unnoticed(ofBroken));
        assertThat(ofSound)
                .allSatisfy(
                        each -> assertThat(each.violation()).as(each.report()).isEmpty());
        assertThat(open.violation()).as(open.line()).hasValue("LABEL clients are sent to two pods");
        assertThat(unnoticed(ofBroken)).isEmpty();
    }

    private static List<Mutant> unnoticed(List<Search.Result> results) {
        return results.stream()
                .filter(each -> each.violation().isEmpty())
                .flatMap(each -> each.scenario().mutants().stream())
                .toList();
    }
}

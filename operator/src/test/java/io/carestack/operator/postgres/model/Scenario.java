package io.carestack.operator.postgres.model;

import io.carestack.operator.api.Postgres.Durability;
import io.carestack.operator.effective.Database.Failover;
import io.carestack.operator.postgres.plan.Encryption;
import io.carestack.operator.postgres.plan.Wanted;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One search: where it starts, what may happen and how far it goes.
 *
 * @param specs the first one applies at the start; each change of the spec goes on to the next
 * @param operators one or two
 * @param late an operator may act on what it decided earlier, after anything else
 * @param terms raised at most so far
 * @param writes commits of each term
 * @param bounds of the faults
 * @param settles whether every state must lead to rest once the faults end
 * @param states at most so many
 * @param start makes the state that the search starts from out of a stack at rest
 */
record Scenario(
        String name,
        List<Wanted> specs,
        int operators,
        boolean late,
        int terms,
        int writes,
        Map<Fault, Integer> bounds,
        Set<Mutant> mutants,
        boolean settles,
        int states,
        UnaryOperator<World> start) {

    static Wanted spec(int instances, int required, Optional<String> switchoverTo) {
        return new Wanted(
                World.STACK,
                "n",
                instances,
                required,
                Durability.Required,
                "config",
                new Failover(true, Duration.ZERO, Optional.empty()),
                switchoverTo,
                false,
                Encryption.OFF);
    }

    static Wanted spec(int instances, int required) {
        return spec(instances, required, Optional.empty());
    }

    static Scenario of(String name, Wanted... specs) {
        return new Scenario(
                name,
                List.of(specs),
                1,
                true,
                3,
                1,
                new EnumMap<>(Fault.class),
                Set.of(),
                false,
                500_000,
                UnaryOperator.identity());
    }

    Scenario with(Fault fault, int count) {
        Map<Fault, Integer> next = new EnumMap<>(Fault.class);
        next.putAll(bounds);
        next.put(fault, count);
        return new Scenario(name, specs, operators, late, terms, writes, next, mutants, settles, states, start);
    }

    Scenario named(String next) {
        return new Scenario(next, specs, operators, late, terms, writes, bounds, mutants, settles, states, start);
    }

    Scenario mutated(Mutant mutant) {
        return new Scenario(
                "mutant " + mutant,
                specs,
                operators,
                late,
                terms,
                writes,
                bounds,
                Set.of(mutant),
                settles,
                states,
                start);
    }

    Scenario operators(int count) {
        return new Scenario(name, specs, count, late, terms, writes, bounds, mutants, settles, states, start);
    }

    Scenario prompt() {
        return new Scenario(name, specs, operators, false, terms, writes, bounds, mutants, settles, states, start);
    }

    Scenario terms(int most) {
        return new Scenario(name, specs, operators, late, most, writes, bounds, mutants, settles, states, start);
    }

    Scenario writes(int most) {
        return new Scenario(name, specs, operators, late, terms, most, bounds, mutants, settles, states, start);
    }

    Scenario settling() {
        return new Scenario(name, specs, operators, late, terms, writes, bounds, mutants, true, states, start);
    }

    Scenario from(UnaryOperator<World> prepared) {
        return new Scenario(name, specs, operators, late, terms, writes, bounds, mutants, settles, states, prepared);
    }

    Scenario states(int most) {
        return new Scenario(name, specs, operators, late, terms, writes, bounds, mutants, settles, most, start);
    }

    boolean broken(Mutant mutant) {
        return mutants.contains(mutant);
    }

    int instances() {
        return specs.stream().mapToInt(Wanted::instances).max().orElseThrow();
    }

    String limits() {
        return "%d instances, W=%d, operators=%d%s, terms<=%d, writes/term<=%d, %s"
                .formatted(
                        specs.getFirst().instances(),
                        specs.getFirst().required(),
                        operators,
                        late ? "" : " (acting at once)",
                        terms,
                        writes,
                        Fault.text(bounds));
    }
}

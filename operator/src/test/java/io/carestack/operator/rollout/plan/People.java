package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.World.Deployed;
import io.carestack.operator.rollout.plan.World.Part;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What people do: change the spec, command, approve, pause, and put their hands on objects. */
final class People {
    private final Bounds bounds;
    private final Sight sight;

    People(Bounds bounds, Sight sight) {
        this.bounds = bounds;
        this.sight = sight;
    }

    void act(World world, Moves.Sink sink) {
        Surroundings around = world.around();
        if (!around.started() && world.memory().stable().isPresent()) {
            sink.move(world.with(around.withSpec("H2")), () -> "spec: H2");
        }
        if (bounds.spec() && around.started() && around.edits() < bounds.edits()) {
            for (int number = 1; number <= bounds.revisions(); number++) {
                String hash = "H" + number;
                if (!hash.equals(around.spec())) {
                    sink.move(world.with(around.withSpec(hash)), () -> "spec: " + hash);
                }
            }
        }
        world.memory().target().map(Target::id).ifPresent(id -> approve(world, id, sink));
        if (bounds.commands() && around.edits() < bounds.edits()) {
            command(world, sink);
        }
        if (bounds.pauses()) {
            sink.move(world.with(around.withPaused(!around.paused())), () -> around.paused() ? "goes on" : "pauses");
        }
        if (bounds.database()) {
            sink.move(
                    world.with(around.withDatabase(!around.database())),
                    () -> around.database() ? "the database fails over" : "the database is back");
        }
        if (around.hands() < bounds.hands()) {
            for (int index = 0; index < world.parts().size(); index++) {
                hands(world, index, sink);
            }
        }
    }

    private static void approve(World world, String id, Moves.Sink sink) {
        Surroundings around = world.around();
        boolean waits = world.memory().phase() == Phase.AwaitingApproval;
        if (waits
                && around.spec().equals(world.memory().target().orElseThrow().hash())
                && !around.approved().equals(Optional.of(id))) {
            Commands now = around.commands();
            sink.move(
                    world.with(around.withCommands(
                                    new Commands(Optional.of(id), now.abort(), now.rollbackTo(), now.retry()), false)
                            .knowing(Optional.of(id), around.failed(), around.oldRollback())),
                    () -> "approve: " + id);
        }
    }

    private static void command(World world, Moves.Sink sink) {
        Surroundings around = world.around();
        Commands now = around.commands();
        Optional<String> target = world.memory().target().map(Target::id);
        if (target.isPresent() && !target.equals(now.abort())) {
            sink.move(
                    world.with(around.withCommands(
                            new Commands(now.approve(), target, now.rollbackTo(), now.retry()), true)),
                    () -> "abort: " + target.get());
        }
        Optional<String> stable = world.memory().stable().map(Revision::hash);
        if (target.isPresent() && !stable.equals(now.rollbackTo())) {
            sink.move(
                    world.with(around.withCommands(new Commands(now.approve(), now.abort(), stable, now.retry()), true)
                            .knowing(around.approved(), around.failed(), false)),
                    () -> "rollbackTo: " + stable.orElseThrow());
        }
        world.memory().history().stream()
                .findFirst()
                .filter(hash -> !Optional.of(hash).equals(now.rollbackTo()))
                .ifPresent(hash -> sink.move(
                        world.with(around.withCommands(
                                        new Commands(now.approve(), now.abort(), Optional.of(hash), now.retry()), true)
                                .knowing(around.approved(), without(around, hash), false)),
                        () -> "rollbackTo: " + hash));
        world.memory().failed().stream()
                .findFirst()
                .filter(each -> !Optional.of(each.hash() + "#" + each.attempt()).equals(now.retry()))
                .ifPresent(each -> sink.move(
                        world.with(around.withCommands(
                                        new Commands(
                                                now.approve(),
                                                now.abort(),
                                                now.rollbackTo(),
                                                Optional.of(each.hash() + "#" + each.attempt())),
                                        true)
                                .knowing(around.approved(), without(around, each.hash()), around.oldRollback())),
                        () -> "retry: " + each.hash() + "#" + each.attempt()));
    }

    private static Set<String> without(Surroundings around, String hash) {
        Set<String> left = new HashSet<>(around.failed());
        left.remove(hash);
        return Set.copyOf(left);
    }

    private void hands(World world, int index, Moves.Sink sink) {
        Part part = world.parts().get(index);
        World counted = world.with(world.around().counted(0, 1, 0));
        for (Color color : Color.values()) {
            Deployed deployed = part.of(color);
            if (deployed.revision().isPresent()) {
                World touched = Effects.dirty(counted, Kind.SCALE, index, Optional.of(color));
                sink.move(
                        touched.with(index, part.with(color, Deployed.NONE)),
                        () -> "hands delete " + Moves.name(index, color));
                if (!deployed.drifted()) {
                    sink.move(
                            touched.with(
                                    index,
                                    part.with(
                                            color,
                                            new Deployed(
                                                    deployed.revision(),
                                                    true,
                                                    deployed.replicas(),
                                                    0,
                                                    false,
                                                    deployed.epoch()))),
                            () -> "hands edit the template of " + Moves.name(index, color));
                }
            }
        }
        if (sight.hasService(index) && part.selected().isPresent()) {
            World touched = Effects.dirty(counted, Kind.SELECTOR, index, Optional.empty());
            sink.move(
                    touched.with(index, part.withService(Optional.empty(), Optional.empty(), 0)),
                    () -> "hands delete the Service of " + index);
            Color other = part.selected().get().other();
            sink.move(
                    touched.with(index, part.withService(Optional.of(other), Optional.empty(), part.serviceEpoch())),
                    () -> "hands edit the Service of " + Moves.name(index, other));
        }
    }
}

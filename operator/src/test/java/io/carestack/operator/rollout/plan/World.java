package io.carestack.operator.rollout.plan;

import io.carestack.operator.kube.Color;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One state of the model.
 *
 * @param outside where requests from outside are sent around the Services, whatever was written since
 * @param snapshot the status that a stale cache still holds
 * @param caughtUp the stale cache has caught up and is not asked for again
 */
record World(
        RolloutMemory memory,
        Optional<Aside> outside,
        Optional<RolloutMemory> snapshot,
        boolean caughtUp,
        List<Part> parts,
        Surroundings around,
        List<Late> late) {

    /** One component; a colour's Deployment that does not exist has no revision. */
    record Part(
            Optional<Color> selected,
            Optional<Instant> both,
            long serviceEpoch,
            Set<Color> routed,
            Color scaled,
            Freeze freeze,
            Deployed blue,
            Deployed green,
            Optional<Mark> mark) {

        Deployed of(Color color) {
            return color == Color.BLUE ? blue : green;
        }

        Part with(Color color, Deployed next) {
            return new Part(
                    selected,
                    both,
                    serviceEpoch,
                    routed,
                    scaled,
                    freeze,
                    color == Color.BLUE ? next : blue,
                    color == Color.GREEN ? next : green,
                    mark);
        }

        /** Colours that the Service sends requests to. */
        Set<Color> reached() {
            return both.isPresent()
                    ? Set.of(Color.values())
                    : selected.map(Set::of).orElse(Set.of());
        }

        Part withService(Optional<Color> color, Optional<Instant> until, long epoch) {
            return new Part(color, until, epoch, routed, scaled, freeze, blue, green, mark);
        }

        Part withRouted(Set<Color> colors) {
            return new Part(selected, both, serviceEpoch, colors, scaled, freeze, blue, green, mark);
        }

        Part withAutoscaler(Color target, Freeze next) {
            return new Part(selected, both, serviceEpoch, routed, target, next, blue, green, mark);
        }

        Part withMark(Mark next) {
            return new Part(selected, both, serviceEpoch, routed, scaled, freeze, blue, green, Optional.of(next));
        }

        String text() {
            return "service %s%s epoch %d, requests reach %s, autoscaler %s %s, blue %s, green %s"
                    .formatted(
                            selected.map(Color::label).orElse("none"),
                            both.map(until -> Effects.past(both) ? " after both" : " and other")
                                    .orElse(""),
                            serviceEpoch,
                            routed,
                            scaled.label(),
                            freeze,
                            blue.text(),
                            green.text());
        }

        int ready(Color color) {
            return of(color).ready();
        }

        int replicas(Color color) {
            return of(color).replicas();
        }
    }

    /** Annotations of a Service or a Deployment. */
    record Mark(long epoch, Revision stable, Optional<Target> target, int attempts) {}

    /** @param pods ready unless bad; {@code bad} pods are not ready and do not become so */
    record Deployed(Optional<String> revision, boolean drifted, int replicas, int pods, boolean bad, long epoch) {
        static final Deployed NONE = new Deployed(Optional.empty(), false, 0, 0, false, 0);

        Deployed {
            if (replicas == 0) {
                pods = 0;
                bad = false;
            }
            pods = bad ? 0 : Math.min(pods, replicas);
        }

        String text() {
            return "%s%s %d/%d%s epoch %d"
                    .formatted(
                            revision.orElse("none"),
                            drifted ? " edited" : "",
                            pods,
                            replicas,
                            bad ? " BAD" : "",
                            epoch);
        }

        int ready() {
            return pods;
        }

        Deployed withReplicas(int next) {
            return new Deployed(revision, drifted, next, pods, bad, epoch);
        }

        Deployed withPods(int next, boolean isBad) {
            return new Deployed(revision, drifted, replicas, next, isBad, epoch);
        }

        Deployed withEpoch(long next) {
            return new Deployed(revision, drifted, replicas, pods, bad, next);
        }
    }

    /** A step that somebody decided and has not carried out yet; dirty once its object was written after the decision. */
    record Late(RolloutStep step, boolean dirty) {}

    World with(int part, Part next) {
        List<Part> all = new ArrayList<>(parts);
        all.set(part, next);
        return new World(memory, outside, snapshot, caughtUp, List.copyOf(all), around, late);
    }

    World with(RolloutMemory next) {
        return new World(next, outside, snapshot, caughtUp, parts, around, late);
    }

    World with(Surroundings next) {
        return new World(memory, outside, snapshot, caughtUp, parts, next, late);
    }

    World with(List<Late> next) {
        return new World(memory, outside, snapshot, caughtUp, parts, around, List.copyOf(next));
    }

    World with(Optional<Aside> next) {
        return new World(memory, next, snapshot, caughtUp, parts, around, late);
    }

    World withSnapshot(Optional<RolloutMemory> next, boolean done) {
        return new World(memory, outside, next, done, parts, around, late);
    }

    Color old() {
        return memory.stable().map(Revision::color).orElse(Color.BLUE);
    }

    Color fresh() {
        return old().other();
    }

    String text() {
        return Moves.text(memory) + "\n     "
                + parts.stream().map(Part::text).toList() + "\n     " + around
                + outside.map(each -> "\n     from outside " + each).orElse("") + "\n     late "
                + late.stream().map(each -> Moves.text(each.step())).toList();
    }
}

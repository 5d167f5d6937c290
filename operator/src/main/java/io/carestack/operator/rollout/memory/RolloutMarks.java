package io.carestack.operator.rollout.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.rollout.plan.Marks;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Target;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every write of a release leaves on its object, as JSON in one annotation: enough to go on when the status is lost. */
public final class RolloutMarks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RolloutMarks() {}

    /** The annotation of a write that is decided on this memory. */
    public static String write(RolloutMemory memory) {
        ObjectNode marks = JsonNodeFactory.instance.objectNode();
        marks.put("epoch", memory.epoch());
        marks.put("attempts", memory.attempts());
        memory.stable()
                .ifPresent(stable -> marks.putObject("stable")
                        .put("revision", stable.hash())
                        .put("color", stable.color().label()));
        memory.target()
                .ifPresent(target -> marks.putObject("target")
                        .put("revision", target.hash())
                        .put("attempt", target.attempt())
                        .put("asked", target.asked())
                        .put("restored", target.restored()));
        return marks.toString();
    }

    /** Epoch of the last write to an object; 0 when it has no marks. */
    public static long epoch(HasMetadata object) {
        return annotation(object).map(marks -> marks.path("epoch").asLong()).orElse(0L);
    }

    /** Those of the highest epoch, with the highest attempt of all; empty when nothing is marked. */
    public static Optional<Marks> of(Collection<? extends HasMetadata> objects) {
        List<Marks> all = objects.stream()
                .flatMap(object -> annotation(object).stream())
                .flatMap(marks -> read(marks).stream())
                .toList();
        int attempts = all.stream().mapToInt(Marks::attempts).max().orElse(0);
        return all.stream()
                .max(Comparator.comparingLong(Marks::epoch).thenComparingInt(Marks::attempts))
                .map(newest -> new Marks(newest.stable(), newest.target(), newest.epoch(), attempts));
    }

    private static Optional<Marks> read(JsonNode marks) {
        JsonNode stable = marks.path("stable");
        JsonNode target = marks.path("target");
        return stable.path("revision").asText().isEmpty()
                ? Optional.empty()
                : Optional.of(new Marks(
                        new Revision(
                                stable.path("revision").asText(),
                                Color.fromLabel(stable.path("color").asText())),
                        target.path("revision").asText().isEmpty()
                                ? Optional.empty()
                                : Optional.of(new Target(
                                        target.path("revision").asText(),
                                        target.path("attempt").asInt(),
                                        target.path("asked").asText(),
                                        target.path("restored").asBoolean())),
                        marks.path("epoch").asLong(),
                        marks.path("attempts").asInt()));
    }

    /** What a hand wrote there instead counts as nothing. */
    private static Optional<JsonNode> annotation(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        String text = annotations == null ? null : annotations.get(Labels.ROLLOUT);
        try {
            return text == null ? Optional.empty() : Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}

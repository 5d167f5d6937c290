package io.carestack.operator.kube;

import io.fabric8.kubernetes.api.model.Service;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Which colour a Service selects: one, or for a time both on the way to one.
 *
 * @param color that it selects or is on the way to
 * @param both until when it selects both at least; empty when it selects one
 */
public record ColorSelector(Color color, Optional<Instant> both) {

    /** One colour alone. */
    public static ColorSelector only(Color color) {
        return new ColorSelector(color, Optional.empty());
    }

    /** That of a Service; empty when it has nothing to do with colours. */
    public static Optional<ColorSelector> of(Service service) {
        Map<String, String> selector =
                service.getSpec() == null ? null : service.getSpec().getSelector();
        if (selector == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(selector.get(Labels.COLOR))
                .map(color -> only(Color.fromLabel(color)))
                .or(() -> Optional.ofNullable(service.getMetadata())
                        .map(metadata -> metadata.getAnnotations())
                        .map(annotations -> annotations.get(Labels.OVERLAP))
                        .flatMap(ColorSelector::read));
    }

    /** The annotation of a Service that selects both; empty when it selects one. */
    public Optional<String> annotation() {
        return both.map(until -> color.label() + " " + until);
    }

    /** What a hand wrote there instead counts as a Service without a colour. */
    private static Optional<ColorSelector> read(String annotation) {
        String[] words = annotation.split(" ", 2);
        try {
            return words.length == 2
                    ? Optional.of(new ColorSelector(Color.fromLabel(words[0]), Optional.of(Instant.parse(words[1]))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

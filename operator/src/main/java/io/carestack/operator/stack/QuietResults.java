package io.carestack.operator.stack;

import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.PackedJson;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a data domain said of each stack when nothing was left to do; its children are kept packed.
 *
 * <p>As long as neither the spec nor any of the domain's objects nor anything that it refers to changes, a pass repeats that, without asking the
 * API server or a database.
 */
final class QuietResults<R> {
    private final Map<String, Known<R>> known = new ConcurrentHashMap<>();
    private final Function<R, List<HasMetadata>> children;
    private final BiFunction<R, List<HasMetadata>, R> with;

    /**
     * @param children of a result
     * @param with a result with other children
     */
    QuietResults(Function<R, List<HasMetadata>> children, BiFunction<R, List<HasMetadata>, R> with) {
        this.children = children;
        this.with = with;
    }

    /** What was said when the inputs were the same; empty when it has to be found out. */
    Optional<R> of(String uid, String inputs) {
        return Optional.ofNullable(known.get(uid))
                .filter(entry -> entry.inputs().equals(inputs))
                .map(entry -> with.apply(
                        entry.rest(),
                        entry.children().stream().map(PackedJson::object).toList()));
    }

    /** Remembers a result if nothing was left to do. */
    R remember(String uid, String inputs, R result, boolean quiet) {
        if (quiet) {
            List<PackedJson<HasMetadata>> packed =
                    children.apply(result).stream().map(PackedJson::of).toList();
            known.put(uid, new Known<>(inputs, with.apply(result, List.of()), packed));
        } else {
            known.remove(uid);
        }
        return result;
    }

    /** Forgets a stack that is gone. */
    void forget(String uid) {
        known.remove(uid);
    }

    /**
     * Everything that a pass over the domain depends on.
     *
     * @param wanted the domain's part of the spec
     * @param component which component labels the domain's objects carry
     */
    static String inputs(Object wanted, StackObservation seen, Predicate<String> component) {
        Map<String, String> versions = new TreeMap<>();
        seen.children().objects().stream()
                .filter(child -> component.test(child.getMetadata().getLabels().getOrDefault(Labels.COMPONENT, "")))
                .forEach(child -> versions.put(
                        child.getKind() + "/" + child.getMetadata().getName(),
                        child.getMetadata().getResourceVersion()));
        seen.references().hashes().forEach((reference, hash) -> versions.put(reference.toString(), hash.orElse("")));
        return ContentHash.of(Map.of("wanted", wanted.toString()), versions);
    }

    /** @param rest the result without children */
    private record Known<R>(String inputs, R rest, List<PackedJson<HasMetadata>> children) {}
}

package io.carestack.operator.stack;

import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * What a data domain said of each stack when nothing was left to do.
 *
 * <p>As long as neither the spec nor any of the domain's objects nor anything that it refers to changes, a pass repeats that, without asking the
 * API server or a database.
 */
final class QuietResults<R> {
    private final Map<String, Known<R>> known = new ConcurrentHashMap<>();

    /** What was said when the inputs were the same; empty when it has to be found out. */
    Optional<R> of(String uid, String inputs) {
        return Optional.ofNullable(known.get(uid))
                .filter(entry -> entry.inputs().equals(inputs))
                .map(Known::result);
    }

    /** Remembers a result if nothing was left to do. */
    R remember(String uid, String inputs, R result, boolean quiet) {
        if (quiet) {
            known.put(uid, new Known<>(inputs, result));
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

    private record Known<R>(String inputs, R result) {}
}

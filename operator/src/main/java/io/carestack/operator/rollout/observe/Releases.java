package io.carestack.operator.rollout.observe;

import io.carestack.operator.kube.Children;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.Target;
import io.carestack.operator.rollout.release.Release;
import io.carestack.operator.rollout.release.ReleaseDocument;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The releases of a stack that are kept, each read when it is asked for. */
public final class Releases {
    private final Map<String, ConfigMap> documents = new HashMap<>();
    private final Map<String, Optional<Release>> read = new HashMap<>();

    /** Those among the children of a stack. */
    public Releases(Children children) {
        children.all(ConfigMap.class).stream()
                .filter(ReleaseDocument::isOne)
                .forEach(document -> documents.put(ReleaseDocument.hash(document), document));
    }

    /** The release of this name; empty when it is not kept. */
    public Optional<Release> of(String hash) {
        return read.computeIfAbsent(
                hash, name -> Optional.ofNullable(documents.get(name)).flatMap(ReleaseDocument::read));
    }

    /** A component as the target has it, or else the stable release. */
    public Optional<Release.Part> part(String component, RolloutMemory memory) {
        return Stream.of(memory.target().map(Target::hash), memory.stable().map(Revision::hash))
                .flatMap(Optional::stream)
                .flatMap(hash -> of(hash).stream())
                .flatMap(release -> release.part(component).stream())
                .findFirst();
    }

    /** Names of all that are kept. */
    public Set<String> hashes() {
        return documents.keySet();
    }
}

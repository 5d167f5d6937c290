package io.carestack.sandbox.controllers;

import io.carestack.sandbox.machinery.Key;
import io.carestack.sandbox.machinery.Owners;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The templates that a StatefulSet has had, kept as ControllerRevisions. */
final class Revisions {
    private final Context context;
    private final Hashes hashes = new Hashes();
    private final KubernetesSerialization json = new KubernetesSerialization();

    Revisions(Context context) {
        this.context = context;
    }

    /** The name of the current template's revision, which exists afterwards. */
    String ensure(StatefulSet set) {
        String name =
                set.getMetadata().getName() + "-" + hashes.of(set.getSpec().getTemplate());
        Key key = new Key(set.getMetadata().getNamespace(), name);
        if (context.cluster().get(ControllerRevision.class, key).isPresent()) {
            return name;
        }
        long last = of(set).stream()
                .mapToLong(ControllerRevision::getRevision)
                .max()
                .orElse(0);
        ControllerRevision revision = new ControllerRevisionBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(key.namespace())
                .withOwnerReferences(Owners.reference(set))
                .addToLabels(set.getSpec().getTemplate().getMetadata().getLabels())
                .addToLabels("controller.kubernetes.io/hash", name.substring(name.lastIndexOf('-') + 1))
                .endMetadata()
                .withRevision(last + 1)
                .withData(Map.of("spec", Map.of("template", set.getSpec().getTemplate())))
                .build();
        try {
            context.client().resource(revision).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
        return name;
    }

    private List<ControllerRevision> of(StatefulSet set) {
        return context.cluster().controlledBy(ControllerRevision.class, set).stream()
                .sorted(Comparator.comparingLong(ControllerRevision::getRevision))
                .toList();
    }

    /** The template of a revision; the present one when the revision is the present one or is lost. */
    PodTemplateSpec template(StatefulSet set, String revision) {
        Optional<ControllerRevision> found = context.cluster()
                .get(ControllerRevision.class, new Key(set.getMetadata().getNamespace(), revision));
        return found.map(kept -> json.convertValue(kept.getData(), Map.class))
                .map(data -> data.get("spec"))
                .map(spec -> json.convertValue(spec, Map.class).get("template"))
                .map(template -> json.convertValue(template, PodTemplateSpec.class))
                .orElse(set.getSpec().getTemplate());
    }

    /** Deletes old revisions beyond the limit, except those in use. */
    void cleanUp(StatefulSet set, List<String> inUse) {
        int kept = Objects.requireNonNullElse(set.getSpec().getRevisionHistoryLimit(), 10);
        List<ControllerRevision> idle = of(set).stream()
                .filter(revision -> !inUse.contains(revision.getMetadata().getName()))
                .toList();
        idle.stream()
                .limit(Math.max(0, idle.size() - kept))
                .forEach(revision -> context.client().resource(revision).delete());
    }
}

package io.carestack.operator.postgres;

import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.postgres.design.Shape;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.ConditionValue.Truth;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;

/**
 * Pods that run on as they were made, while their StatefulSet asks for another image or other resources.
 *
 * <p>Nothing restarts a database pod by itself: a person decides when, and is told which.
 */
final class OutdatedPods {
    private static final String REVISION = "controller-revision-hash";

    private OutdatedPods() {}

    /** The condition as it is, or, for a database that works, with the pods that wait for a restart. */
    static ConditionValue told(ConditionValue condition, Children children, String statefulSet) {
        List<String> outdated = names(children, statefulSet);
        return condition.truth() != Truth.True || outdated.isEmpty()
                ? condition
                : ConditionValue.yes(
                        condition.type(),
                        "RestartPending",
                        condition.message()
                                + "; the image or resources changed: delete these pods one by one, the primary last: "
                                + String.join(", ", outdated));
    }

    private static List<String> names(Children children, String statefulSet) {
        Optional<String> wanted = children.find(StatefulSet.class, statefulSet)
                .map(StatefulSet::getStatus)
                .map(status -> status.getUpdateRevision());
        return wanted.stream()
                .flatMap(revision -> children.all(Pod.class, Labels.COMPONENT, Shape.COMPONENT).stream()
                        .filter(pod ->
                                !revision.equals(pod.getMetadata().getLabels().get(REVISION))))
                .map(pod -> pod.getMetadata().getName())
                .sorted()
                .toList();
    }
}

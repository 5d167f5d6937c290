package io.carestack.operator.kube;

import java.util.Map;
import java.util.TreeMap;

/** Labels and annotations of children. */
public final class Labels {
    public static final String NAME = "app.kubernetes.io/name";
    public static final String INSTANCE = "app.kubernetes.io/instance";
    public static final String COMPONENT = "app.kubernetes.io/component";
    public static final String PART_OF = "app.kubernetes.io/part-of";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String STACK = "carestack.io/stack";
    public static final String COLOR = "carestack.io/color";
    public static final String ROLE = "carestack.io/role";

    /** Hash of the release that an object belongs to. */
    public static final String REVISION = "carestack.io/revision";

    /** Which attempt at a release an object belongs to. */
    public static final String ATTEMPT = "carestack.io/attempt";

    /** Value of {@link #COMPONENT} of Jobs that run for a release; the dot keeps it apart from every name of a component. */
    public static final String TASKS = "rollout.task";

    /** Annotation on Services, Deployments and autoscalers of components: what the release that wrote them knew, see {@code RolloutMarks}. */
    public static final String ROLLOUT = "carestack.io/rollout";

    /** Annotation on an autoscaler that a release holds: in which directions. */
    public static final String FREEZE = "carestack.io/rollout-freeze";

    /** Annotation on a Service that selects both colours for a time: on the way to which one, and until when. */
    public static final String OVERLAP = "carestack.io/rollout-overlap";

    /** Annotation on an HTTPRoute: by which decision of a release it has its weights. */
    public static final String WEIGHTS = "carestack.io/rollout-weights";

    /** Value of {@link #COMPONENT} of ConfigMaps that keep what a release consists of. */
    public static final String RELEASES = "rollout.release";

    /** Annotation on pod templates: hash of the content of everything that the pods refer to. */
    public static final String CONFIG_CHECKSUM = "carestack.io/config-checksum";

    /** Value of {@link #MANAGED_BY}; the only selector by which the operator watches children. */
    public static final String OPERATOR = "carestack-operator";

    private Labels() {}

    /**
     * Labels of every child.
     *
     * @param component component of the application, or {@code postgres}, {@code redis-<name>}, {@code pooler}, {@code entry}
     */
    public static Map<String, String> common(String stack, String component) {
        Map<String, String> labels = new TreeMap<>(selector(stack, component));
        labels.put(NAME, component);
        labels.put(INSTANCE, stack);
        labels.put(PART_OF, stack);
        labels.put(MANAGED_BY, OPERATOR);
        return labels;
    }

    /** The labels by which children select pods; they never change. */
    public static Map<String, String> selector(String stack, String component) {
        return new TreeMap<>(Map.of(STACK, stack, COMPONENT, component));
    }
}

package io.carestack.operator.monitoring;

import io.carestack.operator.effective.Database;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Selects the series of one stack from what kube-state-metrics, the kubelet and the application export. */
record Series(EffectiveStack stack) {

    /** Names of components, joined for a regular expression. */
    String components(Predicate<EffectiveComponent> which) {
        return stack.components().stream()
                .filter(which)
                .map(EffectiveComponent::name)
                .collect(Collectors.joining("|"));
    }

    /** Series of Deployments of both colours of some components. */
    String deployments(String metric, Predicate<EffectiveComponent> which) {
        return metric + "{" + namespace() + ",deployment=~\"" + stack.name() + "-(" + components(which)
                + ")-(blue|green)\"}";
    }

    /** The same, summed up per component. */
    String perComponent(String metric, Predicate<EffectiveComponent> which) {
        return "sum by (namespace, component) (label_replace(" + deployments(metric, which)
                + ", \"component\", \"$1\", \"deployment\", \"" + stack.name() + "-(.+)-(blue|green)\"))";
    }

    /** Series of containers of all pods of the stack. */
    String containers(String metric, String more) {
        return metric + "{" + namespace() + ",pod=~\"" + pods() + "\"" + more + "}";
    }

    /** Series that the application itself exports. */
    String application(String metric, String more) {
        return metric + "{" + namespace() + ",carestack_io_stack=\"" + stack.name() + "\"" + more + "}";
    }

    /** Series of volumes of PostgreSQL, Redis and of claims that components mount. */
    String volumes(String metric) {
        List<String> claims = new ArrayList<>();
        claims.add(".+-" + stack.name() + "-(postgres|redis-.+)-[0-9]+");
        stack.components().stream()
                .flatMap(component -> component.volumes().stream())
                .map(volume -> volume.persistentVolumeClaim())
                .filter(claim -> claim != null)
                .map(claim -> claim.name().replace(".", "[.]"))
                .distinct()
                .forEach(claims::add);
        return metric + "{" + namespace() + ",persistentvolumeclaim=~\"" + String.join("|", claims) + "\"}";
    }

    /** Matches the namespace of the stack. */
    String namespace() {
        return "namespace=\"" + stack.namespace() + "\"";
    }

    private String pods() {
        Names names = new Names(stack.name());
        List<String> pods = new ArrayList<>();
        pods.add(stack.name() + "-(" + components(component -> true) + ")-(blue|green)-.+");
        if (stack.database() instanceof Database.Managed managed) {
            pods.add(names.postgres() + "-[0-9]+");
            managed.pooler().ifPresent(pooler -> pods.add(names.pooler() + "-.+"));
        }
        stack.redis().forEach(redis -> pods.add(names.redis(redis.name()) + "-[0-9]+"));
        return String.join("|", pods);
    }
}

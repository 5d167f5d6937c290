package io.carestack.operator.app;

import io.carestack.operator.api.Component.Probes;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;

/** The pods of components as a release keeps them. Pure. */
public final class ComponentTemplates {
    /** Name of the port that a component's Service leads to. */
    public static final String HTTP = PodTemplateDesign.HTTP;

    private static final int PROGRESS_RESERVE_SECONDS = 300;

    private ComponentTemplates() {}

    /** The pods of one colour, with the names of the user's own ConfigMaps and Secrets. */
    public static PodTemplateSpec of(EffectiveStack stack, EffectiveComponent component, Color color) {
        return new PodTemplateDesign(stack, component).of(color);
    }

    /** The variables by which a component finds the stack's database and Redis. */
    public static List<EnvVar> connections(EffectiveStack stack, EffectiveComponent component) {
        return new EnvironmentDesign(stack, component).connections();
    }

    /** How long a Deployment may go without any progress before it says that it has failed. */
    public static int progressDeadlineSeconds(EffectiveComponent component) {
        return component.probes().map(Probes::startupSeconds).orElse(ProbeDesign.STARTUP_SECONDS)
                + PROGRESS_RESERVE_SECONDS;
    }
}

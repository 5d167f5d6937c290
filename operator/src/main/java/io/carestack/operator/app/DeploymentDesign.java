package io.carestack.operator.app;

import io.carestack.operator.api.Component.Probes;
import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentFluent;
import java.util.Optional;

/** The Deployment of one colour of a component. */
record DeploymentDesign(EffectiveStack stack, EffectiveComponent component, Optional<String> checksum) {
    private static final int REVISIONS_KEPT = 3;
    private static final int PROGRESS_RESERVE_SECONDS = 300;

    /**
     * The Deployment of a colour.
     *
     * @param replicas empty when somebody else decides the size
     */
    Deployment of(Color color, Optional<Integer> replicas) {
        DeploymentBuilder deployment = new DeploymentBuilder()
                .withMetadata(stack.owner()
                        .child(new Names(stack.name()).deployment(component.name(), color), component.name()))
                .editMetadata()
                .addToLabels(Labels.COLOR, color.label())
                .endMetadata();
        DeploymentFluent<DeploymentBuilder>.SpecNested<DeploymentBuilder> spec = deployment
                .withNewSpec()
                .withRevisionHistoryLimit(REVISIONS_KEPT)
                .withProgressDeadlineSeconds(
                        component.probes().map(Probes::startupSeconds).orElse(ProbeDesign.STARTUP_SECONDS)
                                + PROGRESS_RESERVE_SECONDS)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString("25%"))
                .endRollingUpdate()
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(PodTemplateDesign.selector(stack.name(), component.name(), color))
                .endSelector()
                .withTemplate(new PodTemplateDesign(stack, component).of(color, checksum));
        replicas.ifPresent(spec::withReplicas);
        return spec.endSpec().build();
    }
}

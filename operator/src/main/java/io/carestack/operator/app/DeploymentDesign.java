package io.carestack.operator.app;

import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.Names;
import io.carestack.operator.kube.Owner;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;

/** The Deployment of one colour of a component; how many pods it has is decided elsewhere. */
public final class DeploymentDesign {
    private static final int REVISIONS_KEPT = 3;

    private DeploymentDesign() {}

    /**
     * The Deployment of a colour, without a size.
     *
     * @param revision hash of the release
     * @param template of that colour
     */
    public static Deployment of(
            Owner owner,
            String component,
            Color color,
            String revision,
            PodTemplateSpec template,
            int progressDeadlineSeconds) {
        return new DeploymentBuilder()
                .withMetadata(owner.child(new Names(owner.name()).deployment(component, color), component))
                .editMetadata()
                .addToLabels(Labels.COLOR, color.label())
                .addToLabels(Labels.REVISION, revision)
                .endMetadata()
                .withNewSpec()
                .withRevisionHistoryLimit(REVISIONS_KEPT)
                .withProgressDeadlineSeconds(progressDeadlineSeconds)
                .withNewStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString(0))
                .withMaxSurge(new IntOrString("25%"))
                .endRollingUpdate()
                .endStrategy()
                .withNewSelector()
                .withMatchLabels(PodTemplateDesign.selector(owner.name(), component, color))
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build();
    }
}

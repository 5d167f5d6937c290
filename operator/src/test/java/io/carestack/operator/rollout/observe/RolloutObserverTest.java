package io.carestack.operator.rollout.observe;

import static io.carestack.operator.rollout.observe.ObservedRelease.BOTH;
import static io.carestack.operator.rollout.observe.ObservedRelease.ONE;
import static io.carestack.operator.rollout.observe.ObservedRelease.hash;
import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.app.AutoscalerDesign.Hold;
import io.carestack.operator.fixture.Memories;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.rollout.plan.AutoscalerSeen;
import io.carestack.operator.rollout.plan.ComponentSeen;
import io.carestack.operator.rollout.plan.DeploymentSeen;
import io.carestack.operator.rollout.plan.Freeze;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutObservation;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RolloutObserverTest {
    private static final RolloutMemory ADDING =
            Memories.releasing(Phase.Building, new Revision(hash(ONE), Color.BLUE), hash(BOTH));
    private static final RolloutMemory DROPPING =
            Memories.releasing(Phase.Building, new Revision(hash(BOTH), Color.BLUE), hash(ONE));

    @Test
    void aComponentThatTheTargetAddsIsInItsColourOnly() {
        RolloutObservation seen = new ObservedRelease(BOTH).keeping(ONE, BOTH).observe(ADDING);

        assertThat(component(seen, "web").colors()).containsExactlyInAnyOrder(Color.BLUE, Color.GREEN);
        assertThat(component(seen, "api").colors()).containsExactly(Color.GREEN);
        assertThat(component(seen, "api").minimum()).isEqualTo(2);
    }

    @Test
    void aComponentThatTheTargetDropsIsSeenInTheOldColourAndKeepsItsSize() {
        RolloutObservation seen = new ObservedRelease(ONE)
                .keeping(ONE, BOTH)
                .with(ObservedRelease.deployment(BOTH, "api", Color.BLUE, 5, 5))
                .observe(DROPPING);

        assertThat(component(seen, "api").colors()).containsExactly(Color.BLUE);
        assertThat(component(seen, "api").minimum()).isEqualTo(5);
        assertThat(component(seen, "api").hasService()).isTrue();
    }

    @Test
    void whatOnlyTheSpecHasIsNotSeenBeforeItIsATarget() {
        RolloutObservation seen = new ObservedRelease(BOTH)
                .keeping(ONE, BOTH)
                .observe(Memories.stable(new Revision(hash(ONE), Color.BLUE)));

        assertThat(seen.components()).extracting(ComponentSeen::name).containsExactly("web");
        assertThat(seen.wanted().hash()).isEqualTo(hash(BOTH));
    }

    @Test
    void whatIsCalledFromOutsideComesAfterWhatItCalls() {
        RolloutObservation seen = new ObservedRelease(BOTH).keeping(ONE, BOTH).observe(ADDING);

        assertThat(seen.components()).extracting(ComponentSeen::name).containsExactly("api", "web");
    }

    @Test
    void aReleaseThatIsNotKeptAnyMoreHasWhatRuns() {
        RolloutObservation seen = new ObservedRelease(BOTH)
                .keeping(BOTH)
                .with(ObservedRelease.deployment(ONE, "web", Color.BLUE, 2, 2))
                .observe(ADDING);

        assertThat(component(seen, "web").colors()).containsExactlyInAnyOrder(Color.BLUE, Color.GREEN);
        assertThat(component(seen, "api").colors()).containsExactly(Color.GREEN);
        assertThat(seen.known()).containsExactly(hash(BOTH));
    }

    @Test
    void aReleaseThatIsNotMadeYetIsNotWantedYet() {
        RolloutObservation seen =
                new ObservedRelease(BOTH).keeping(ONE).observe(Memories.stable(new Revision(hash(ONE), Color.BLUE)));

        assertThat(seen.wanted().hash()).isEqualTo(hash(ONE));
        assertThat(seen.wanted().paused()).isFalse();
    }

    @Test
    void aTargetWaitsWhileTheSpecDescribesAReleaseThatCannotBeMade() {
        RolloutObservation seen = new ObservedRelease(ONE).keeping(BOTH).observe(ADDING);

        assertThat(seen.wanted().hash()).isEqualTo(hash(BOTH));
        assertThat(seen.wanted().paused()).isTrue();
    }

    @Test
    void aDeploymentThatHandsChangedHasDrifted() {
        Deployment right = ObservedRelease.deployment(ONE, "web", Color.BLUE, 2, 2);
        Deployment changed = new DeploymentBuilder(right)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("notes:hand")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();

        assertThat(blue(right).drifted()).isFalse();
        assertThat(blue(changed).drifted()).isTrue();
        assertThat(blue(changed).revision()).isEqualTo(hash(ONE));
    }

    @Test
    void aDeploymentFromBeforeThereWereReleasesIsTakenForTheReleaseOfTheSpecAndWrittenOnce() {
        Deployment unlabelled = new DeploymentBuilder(ObservedRelease.deployment(ONE, "web", Color.BLUE, 2, 2))
                .editMetadata()
                .removeFromLabels(Labels.REVISION)
                .endMetadata()
                .build();

        assertThat(blue(unlabelled).revision()).isEqualTo(hash(ONE));
        assertThat(blue(unlabelled).drifted()).isTrue();
    }

    @Test
    void aDeploymentThatIsBeingDeletedIsNoneAnyMore() {
        Deployment going = new DeploymentBuilder(ObservedRelease.deployment(ONE, "web", Color.BLUE, 2, 2))
                .editMetadata()
                .withDeletionTimestamp("2026-01-01T00:00:00Z")
                .endMetadata()
                .build();

        assertThat(component(serving(going), "web").blue()).isEmpty();
    }

    @Test
    void podsOfTheNewColourCountWhenTheyAreOfItsNewestTemplate() {
        Deployment green = ObservedRelease.deployment(BOTH, "web", Color.GREEN, 3, 3);
        Deployment rolling = new DeploymentBuilder(green)
                .editStatus()
                .withReplicas(4)
                .withUpdatedReplicas(2)
                .endStatus()
                .build();
        Deployment unobserved = new DeploymentBuilder(green)
                .editMetadata()
                .withGeneration(2L)
                .endMetadata()
                .build();

        assertThat(ready(green)).isEqualTo(3);
        assertThat(ready(rolling)).isEqualTo(1);
        assertThat(ready(unobserved)).isZero();
    }

    @Test
    void coloursWithAPodInASliceOfTheServiceAreRouted() {
        RolloutObservation seen = new ObservedRelease(BOTH)
                .keeping(ONE, BOTH)
                .with(ObservedRelease.slice("notes-web", "notes-web-green-5d9-abcde"))
                .with(ObservedRelease.slice("notes-web-preview", "notes-web-blue-5d9-abcde"))
                .observe(ADDING);

        assertThat(component(seen, "web").routed()).isEqualTo(Set.of(Color.GREEN));
        assertThat(component(seen, "api").routed()).isEmpty();
    }

    @Test
    void anAutoscalerIsSeenWithItsTargetAndHold() {
        assertThat(List.of(Hold.NONE, Hold.DOWN, Hold.BOTH))
                .extracting(hold -> component(
                                new ObservedRelease(ONE)
                                        .keeping(ONE)
                                        .with(ObservedRelease.autoscaler(Color.GREEN, hold))
                                        .observe(Memories.stable(new Revision(hash(ONE), Color.BLUE))),
                                "web")
                        .autoscaler()
                        .orElseThrow())
                .containsExactly(
                        new AutoscalerSeen(Color.GREEN, Freeze.NONE, "7"),
                        new AutoscalerSeen(Color.GREEN, Freeze.DOWN, "7"),
                        new AutoscalerSeen(Color.GREEN, Freeze.BOTH, "7"));
    }

    private static DeploymentSeen blue(Deployment deployment) {
        return component(serving(deployment), "web").blue().orElseThrow();
    }

    private static RolloutObservation serving(Deployment deployment) {
        return new ObservedRelease(ONE)
                .keeping(ONE)
                .with(deployment)
                .observe(Memories.stable(new Revision(hash(ONE), Color.BLUE)));
    }

    private static int ready(Deployment green) {
        return component(
                        new ObservedRelease(BOTH).keeping(ONE, BOTH).with(green).observe(ADDING), "web")
                .green()
                .orElseThrow()
                .ready();
    }

    private static ComponentSeen component(RolloutObservation seen, String name) {
        return seen.components().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}

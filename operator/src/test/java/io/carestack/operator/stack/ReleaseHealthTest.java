package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Memories;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Color;
import io.carestack.operator.rollout.plan.Failure;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.plan.RolloutStep.Remember;
import io.carestack.operator.status.ConditionValue;
import io.carestack.operator.status.Note;
import org.junit.jupiter.api.Test;

class ReleaseHealthTest {
    private static final Revision STABLE = new Revision("h1", Color.BLUE);
    private static final RolloutMemory FAILED =
            Memories.failed(STABLE, new Failure("h2", 3, Failure.Reason.FAILED, "web: ErrImagePull"));

    @Test
    void theReleaseOfTheSpecThatServesIsReleased() {
        assertThat(ReleaseHealth.condition(ReleaseProgress.none(Memories.stable(STABLE)), "h1"))
                .isEqualTo(ConditionValue.yes("Released", "Stable", "release h1 serves"));
    }

    @Test
    void aReleaseThatIsUnderWayTellsItsPhase() {
        ReleaseProgress progress = ReleaseProgress.none(Memories.releasing(Phase.Verifying, STABLE, "h2"));

        assertThat(ReleaseHealth.condition(progress, "h2"))
                .isEqualTo(ConditionValue.no("Released", "Verifying", "release h2#1 Verifying"));
        assertThat(ReleaseHealth.failed(progress, "h2")).isEmpty();
    }

    @Test
    void aReleaseThatFailedTellsWhyAndHowItIsTriedAgainUntilTheSpecAsksForAnother() {
        assertThat(ReleaseHealth.failed(ReleaseProgress.none(FAILED), "h2").orElseThrow())
                .startsWith("release h2#3: web: ErrImagePull")
                .contains("spec.rollout.retry: h2#3");
        assertThat(ReleaseHealth.condition(ReleaseProgress.none(FAILED), "h2").reason())
                .isEqualTo("ReleaseFailed");
        assertThat(ReleaseHealth.failed(ReleaseProgress.none(FAILED), "h3")).isEmpty();
        assertThat(ReleaseHealth.condition(ReleaseProgress.none(FAILED), "h3").reason())
                .isEqualTo("Waiting");
    }

    @Test
    void theOtherColourServesTheTargetWhileThereIsOne() {
        RolloutMemory memory = Memories.releasing(Phase.Monitoring, STABLE, "h2");

        assertThat(ReleaseHealth.serving(memory, Color.BLUE)).contains("h1");
        assertThat(ReleaseHealth.serving(memory, Color.GREEN)).contains("h2");
        assertThat(ReleaseHealth.serving(Memories.stable(STABLE), Color.GREEN)).contains("h1");
    }

    @Test
    void aPhaseThatHasALengthTellsHowFarItIs() {
        assertThat(progress(Phase.Verifying)).startsWith("Verifying 0/");
        assertThat(progress(Phase.Monitoring)).isEqualTo("Monitoring until " + Memories.END);
        assertThat(progress(Phase.Retiring)).isEqualTo("Retiring 2/4");
        assertThat(progress(Phase.Building)).isEmpty();
    }

    @Test
    void everyChangeOfPhaseIsToldOnceAndTheBadOnesAreWarnings() {
        RolloutMemory before = Memories.releasing(Phase.Verifying, STABLE, "h2");

        assertThat(ReleaseNotes.of(before, new Remember(before, "probed"))).isEmpty();
        assertThat(ReleaseNotes.of(
                        before, new Remember(Memories.releasing(Phase.Aborting, STABLE, "h2"), "web: ErrImagePull")))
                .containsExactly(new Note(true, "ReleaseAborting", "release h2#1: web: ErrImagePull"));
        assertThat(ReleaseNotes.of(
                        Memories.releasing(Phase.Retiring, STABLE, "h2"),
                        new Remember(Memories.stable(new Revision("h2", Color.GREEN)), "")))
                .containsExactly(new Note(false, "ReleaseStable", "release h2#1 is stable"));
        assertThat(ReleaseNotes.of(
                        Memories.releasing(Phase.Aborting, STABLE, "h2"), new Remember(Memories.stable(STABLE), "")))
                .containsExactly(new Note(true, "ReleaseUndone", "release h2#1 was undone"));
        assertThat(ReleaseNotes.of(RolloutMemory.NOTHING, new Remember(Memories.stable(STABLE), "installed")))
                .isEmpty();
    }

    private static String progress(Phase phase) {
        return ReleaseHealth.progress(
                Memories.releasing(phase, STABLE, "h2"),
                Stacks.effective("components: [{name: web, image: 'notes:1', port: 80}]")
                        .rollout());
    }
}

package io.carestack.operator.rollout.observe;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.kube.References;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.release.ReleaseDesign;

/**
 * What a pass knows besides the objects of a release.
 *
 * @param references hashes of what the components refer to, the connection Secrets among them
 * @param wanted what the spec describes
 * @param releases those that are kept
 */
public record RolloutContext(
        EffectiveStack stack, References references, ReleaseDesign wanted, Releases releases, Gate database) {

    /** Whether the release that the spec describes can be made. */
    public boolean isMade() {
        return wanted.complete() && releases.hashes().contains(wanted.release().hash());
    }
}

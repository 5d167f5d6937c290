package io.carestack.operator.rollout.plan;

/**
 * A Deployment of one colour.
 *
 * @param revision hash that was applied last
 * @param drifted its pod template is no longer that of its revision
 * @param replicas wanted pods
 * @param ready ready pods of its newest template, at most {@code replicas}
 * @param epoch that of its last fence; 0 when there was none
 * @param version its resourceVersion
 */
public record DeploymentSeen(String revision, boolean drifted, int replicas, int ready, long epoch, String version) {

    /** Whether it runs a revision unchanged. */
    boolean runs(String hash) {
        return revision.equals(hash) && !drifted;
    }

    /** Whether every wanted pod is ready. */
    boolean full() {
        return ready >= replicas;
    }
}

package io.carestack.operator.app;

/**
 * A Deployment whose size is about to belong to an autoscaler.
 *
 * <p>{@code spec.replicas} is applied with a field manager of its own after the Deployment and before the HorizontalPodAutoscaler. Otherwise the next
 * apply without replicas would take the field away and the API server would reset it to 1.
 *
 * @param deployment name of the Deployment
 * @param replicas its size until the autoscaler decides
 */
public record ReplicaHandover(String deployment, int replicas) {}

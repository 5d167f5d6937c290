package io.carestack.acceptance.bench;

import io.carestack.operator.api.CareStack;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.concurrent.CountDownLatch;

/** The least that an operator on this client can cost: a Java VM that lists CareStacks once, says so, and waits for its end. */
public final class EmptyClient {
    private EmptyClient() {}

    public static void main(String[] arguments) throws InterruptedException {
        KubernetesClient client = new KubernetesClientBuilder().build();
        client.resources(CareStack.class).inNamespace(arguments[0]).list();
        System.out.println("listed");
        new CountDownLatch(1).await();
    }
}

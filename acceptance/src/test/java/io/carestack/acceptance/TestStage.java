package io.carestack.acceptance;

import io.fabric8.kubernetes.client.Config;

/** An API server with an operator in this process: the sandbox's, or that of the cluster in KUBECONFIG where the tests are asked to use it. */
interface TestStage extends AutoCloseable {

    /** One on which children are made and never run. */
    static TestStage withoutPods() {
        return ClusterStage.isAsked() ? ClusterStage.withoutPods() : ApiStage.start();
    }

    /** A namespace of its own for one test, with this name or one that begins with it. */
    Space space(String name);

    /** Ends the operator and starts another one with empty memory. */
    void restartOperator();

    /** Passes that the operator has finished since it started. */
    long passes();

    /** What the operator, and those before it, asked of the API server. */
    OperatorRequests requests();

    /** How the operator logs in. */
    Config rights();

    @Override
    void close();
}

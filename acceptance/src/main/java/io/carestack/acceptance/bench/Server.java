package io.carestack.acceptance.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;

/** The API server that the operator is measured against. */
interface Server extends AutoCloseable {
    /** What it is and where it runs, as a sentence. */
    String description();

    /** Short name for files and headings. */
    String name();

    /** A kubeconfig for the operator's process. */
    Path kubeconfig();

    /** Client of the load generator. */
    KubernetesClient client();

    /** The operator's requests since the start. */
    Requests requests();

    /** Size of the large fleet. */
    int large(BenchSettings settings);

    @Override
    void close();
}

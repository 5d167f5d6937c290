package io.carestack.acceptance.bench;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Optional;

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

    /** The operator's writes since the start, as the server's own log has them; empty where there is none. */
    Optional<Long> loggedWrites();

    /** Size of the large fleet. */
    int large(BenchSettings settings);

    @Override
    void close();
}

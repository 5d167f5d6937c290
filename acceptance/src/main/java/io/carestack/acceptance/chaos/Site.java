package io.carestack.acceptance.chaos;

import io.carestack.sandbox.network.Direction;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the stack runs, and what can be broken there. Pods are those of one namespace. */
interface Site extends AutoCloseable {

    /** For people. */
    String description();

    String namespace();

    KubernetesClient client();

    /** How operators log in. */
    Path kubeconfig();

    /** For logs of operators and pods; it stays. */
    Path directory();

    /** An application image that runs here, and its port. */
    String image();

    int port();

    /** The class of volumes that the faults of disks need; empty for the default one. */
    Optional<String> storageClass();

    /** Why this cannot be done here; empty when it can. A fault whose need is lacking must not be asked for: that is an {@link IllegalStateException}. */
    Optional<String> lacks(Need need);

    /** Sends a signal, by its name without SIG, to the first process of the database's container. */
    void signal(String pod, String signal) throws IOException;

    /** Stops all processes of the pod where they are, until the answer is closed. */
    Ongoing freeze(String pod) throws IOException;

    /** Drops packets between the pod and somebody, until the answer is closed. */
    Ongoing cut(String pod, Party from, Direction direction) throws IOException;

    /** Lets no write to the pod's data volume end, until the answer is closed. */
    Ongoing stallDisk(String pod) throws IOException;

    /** Leaves nothing free on the pod's data volume, until the answer is closed. */
    Ongoing fillDisk(String pod) throws IOException;

    /** Runs a POSIX shell script in the database's container as its user, and returns what it wrote. */
    String run(String pod, String script) throws IOException;

    /** Calls {@code then} when an operator's n-th write from now on has reached the API server; what becomes of the write differs with n. */
    Ongoing atWrite(int number, Runnable then);

    /** No request to the API server is answered until the answer is closed. */
    Ongoing outage();

    /** Takes a pod away as the loss of its node does: it vanishes from the API without waiting, and its processes with it. */
    void lose(String pod) throws IOException;

    @Override
    void close();

    /** Something that lasts until it is closed. */
    interface Ongoing extends AutoCloseable {
        @Override
        void close();
    }

    /** What a fault needs of its site. */
    enum Need {
        NOTHING,
        STALLING_DISK,
        BOUNDED_DISK,
        TELLING_PARTIES_APART,
        API_FAULTS
    }

    /** Whom a pod can be cut off from. */
    enum Party {
        EVERYONE,
        REPLICAS,
        OPERATOR,
        CLIENTS
    }
}

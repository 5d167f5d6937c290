package io.carestack.operator;

import io.carestack.operator.runtime.Configuration;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator against the cluster of the current kubeconfig or of the pod it runs in, and stops it on SIGTERM. */
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final Duration STOP = Duration.ofSeconds(25);

    /** More than there are cores, because a virtual thread that waits in native code, as for a name server, keeps its carrier from those of all other stacks. */
    private static final String CARRIERS = "16";

    private Main() {}

    public static void main(String[] arguments) throws IOException {
        System.setProperty("jdk.virtualThreadScheduler.parallelism", CARRIERS);
        Configuration configuration;
        try {
            configuration = Configuration.from(System.getenv());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        CareStackOperator operator =
                CareStackOperator.start(configuration, connection(configuration), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(operator), "stop"));
    }

    /** For many short requests and few long watches. */
    private static Config connection(Configuration configuration) {
        return new ConfigBuilder(Config.autoConfigure(null))
                .withUserAgent("carestack-operator")
                .withMaxConcurrentRequests(configuration.requestsInFlight() * 4)
                .withMaxConcurrentRequestsPerHost(configuration.requestsInFlight() * 4)
                .withRequestTimeout((int) Duration.ofSeconds(20).toMillis())
                .build();
    }

    /** A stop that hangs, for example in the leader election, must not outlive the pod's grace period. */
    private static void stop(CareStackOperator operator) {
        Thread stopping = Thread.ofPlatform().daemon().name("stop-operator").start(operator::close);
        try {
            if (!stopping.join(STOP)) {
                LOG.warn("the operator did not stop within {}; the process ends anyway", STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

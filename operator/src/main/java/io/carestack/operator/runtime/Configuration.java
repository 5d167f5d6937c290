package io.carestack.operator.runtime;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the environment says about this process.
 *
 * @param watchNamespaces namespaces to look after; empty means all of them
 * @param namespace where the operator itself runs
 * @param podName identity in leader election and events
 * @param httpPort port of /livez, /readyz and /metrics; 0 means any free one
 * @param requestsInFlight bound of concurrent requests to the API server
 */
public record Configuration(
        Set<String> watchNamespaces,
        boolean leaderElection,
        String namespace,
        String podName,
        int httpPort,
        int requestsInFlight) {
    private static final String PREFIX = "CARESTACK_";

    public Configuration {
        if (requestsInFlight < 1 || requestsInFlight > 64) {
            throw new IllegalArgumentException(PREFIX + "MAX_REQUESTS_IN_FLIGHT is " + requestsInFlight
                    + "; it must be between 1 and 64, because an API server closes connections with more streams");
        }
    }

    /** Reads {@code CARESTACK_*} and {@code POD_NAME}; a value that makes no sense is an error that names the variable. */
    public static Configuration from(Map<String, String> environment) {
        return new Configuration(
                Arrays.stream(environment
                                .getOrDefault(PREFIX + "WATCH_NAMESPACES", "")
                                .split(","))
                        .map(String::strip)
                        .filter(namespace -> !namespace.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()),
                Boolean.parseBoolean(environment.getOrDefault(PREFIX + "LEADER_ELECTION", "false")),
                environment.getOrDefault(PREFIX + "NAMESPACE", "default"),
                environment.getOrDefault("POD_NAME", "carestack-operator"),
                number(environment, PREFIX + "HTTP_PORT", 8080),
                number(environment, PREFIX + "MAX_REQUESTS_IN_FLIGHT", 24));
    }

    private static int number(Map<String, String> environment, String name, int otherwise) {
        String text = environment.getOrDefault(name, Integer.toString(otherwise));
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is \"" + text + "\"; it must be a whole number", e);
        }
    }
}

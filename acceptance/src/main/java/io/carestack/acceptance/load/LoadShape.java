package io.carestack.acceptance.load;

import java.time.Duration;

/**
 * What is asked of a Service.
 *
 * @param clients connections that are kept and used again
 * @param requestsPerSecond by all clients together
 * @param streams long-lived answers that are always open
 * @param slow requests that are always in flight
 * @param slowFor how long each of them takes
 * @param visitors who come with a new connection for each request, ten times a second, and so are the first to meet other pods
 */
public record LoadShape(int clients, int requestsPerSecond, int streams, int slow, Duration slowFor, int visitors) {
    /** What a release is held to: 200 requests a second over 50 connections, 50 streams, 20 slow requests of ten seconds. */
    public static final LoadShape RELEASE = new LoadShape(50, 200, 50, 20, Duration.ofSeconds(10));

    /** The same without visitors. */
    public LoadShape(int clients, int requestsPerSecond, int streams, int slow, Duration slowFor) {
        this(clients, requestsPerSecond, streams, slow, slowFor, 0);
    }

    /** The same with visitors. */
    public LoadShape withVisitors(int number) {
        return new LoadShape(clients, requestsPerSecond, streams, slow, slowFor, number);
    }
}

package io.carestack.demoapp;

import java.net.URI;
import redis.clients.jedis.Jedis;

/** One Redis, with a new connection for each use. */
final class Cache {
    private static final int TIMEOUT_MILLIS = 2000;

    private final URI uri;

    Cache(String url) {
        this.uri = URI.create(url);
    }

    /** Counts a key up and returns the new value. */
    long increment(String key) {
        try (Jedis jedis = new Jedis(uri, TIMEOUT_MILLIS)) {
            return jedis.incr(key);
        }
    }

    /** Succeeds when Redis answers. */
    void ping() {
        try (Jedis jedis = new Jedis(uri, TIMEOUT_MILLIS)) {
            jedis.ping();
        }
    }
}

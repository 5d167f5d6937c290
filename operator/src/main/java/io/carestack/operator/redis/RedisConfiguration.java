package io.carestack.operator.redis;

import io.carestack.operator.api.Redis.Role;
import io.carestack.operator.effective.EffectiveRedis;

/** {@code redis.conf} by role. */
final class RedisConfiguration {
    private RedisConfiguration() {}

    static String text(EffectiveRedis redis) {
        return """
                bind * -::*
                port %d
                protected-mode no
                dir /data
                maxmemory %d
                maxmemory-policy %s
                save ""
                %s%s
                """.formatted(
                        RedisDesign.PORT,
                        redis.maxMemoryBytes(),
                        policy(redis.role()),
                        redis.persistence().isPresent() ? persistence(redis.role()) : "appendonly no\n",
                        user(redis.role()));
    }

    private static String policy(Role role) {
        return switch (role) {
            case Cache -> "allkeys-lru";
            case SessionStore -> "volatile-ttl";
            case Queue -> "noeviction";
        };
    }

    /** A job that was accepted must survive a crash; a second of sessions or of cached values may be lost. */
    private static String persistence(Role role) {
        return "appendonly yes\nappendfsync "
                + switch (role) {
                    case Queue -> "always";
                    case Cache, SessionStore -> "everysec";
                }
                + "\n";
    }

    /** Administration is the operator's, and what must be kept cannot be flushed by accident; CLIENT LIST is how queue libraries see workers. */
    private static String user(Role role) {
        String allowed = "user default on #%HASH% ~* &* +@all -@admin -debug -swapdb -migrate +client|list";
        return switch (role) {
            case Cache -> allowed;
            case SessionStore, Queue -> allowed + " -flushall -flushdb";
        };
    }
}

package io.carestack.operator.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.carestack.operator.effective.EffectiveRedis;
import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** The start script, the probe and the configuration with a real server. */
class RedisLifeTest {
    private static final String PASSWORD = "p@ss word/ä";
    private static final String SETUP = """
            set -e
            mount -t tmpfs tmpfs /run
            for each in config auth state; do mkdir -p /run/carestack/$each; mount --bind "$1/$each" /run/carestack/$each; done
            cd "$1/data"
            exec sh /run/carestack/config/start.sh
            """;

    @Test
    void aQueueSurvivesACrashRefusesStrangersAndCannotBeFlushed() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name"))
                        && Files.isExecutable(Path.of("/usr/bin/redis-server"))
                        && Files.isExecutable(Path.of("/usr/bin/unshare")),
                "needs root, unshare and redis-server");
        String address = "127.62.%d.1".formatted(ProcessHandle.current().pid() % 250);
        Path home = home(address);
        try {
            Process first = start(home);
            try (Jedis jedis = login(address, PASSWORD)) {
                jedis.set("job", "1");
                assertThatThrownBy(jedis::flushAll).hasMessageContaining("NOPERM");
                assertThatThrownBy(() -> jedis.configGet("*")).hasMessageContaining("NOPERM");
                assertThat(jedis.info("memory")).contains("maxmemory_policy:noeviction");
            }
            assertThatThrownBy(() -> login(address, "wrong")).isInstanceOf(JedisException.class);
            end(first);
            Process second = start(home);
            try (Jedis jedis = login(address, PASSWORD)) {
                assertThat(jedis.get("job")).isEqualTo("1");
            }
            end(second);
        } finally {
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path home(String address) throws IOException {
        EffectiveStack stack = Stacks.effective("""
                components: [{name: web, image: 'acme/web:1', port: 3001}]
                redis: [{name: jobs, role: Queue}]
                """);
        EffectiveRedis redis = stack.redis().getFirst();
        Path home = Files.createTempDirectory("carestack-redis");
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String each : new String[] {"config", "auth", "state", "data"}) {
            Files.createDirectory(home.resolve(each));
        }
        Files.writeString(home.resolve("auth/password"), PASSWORD);
        for (String script : new String[] {"start.sh", "probe.sh"}) {
            try (var resource = RedisLifeTest.class.getResourceAsStream("/io/carestack/operator/redis/" + script)) {
                assertThat(resource).isNotNull();
                Files.write(home.resolve("config").resolve(script), resource.readAllBytes());
            }
        }
        Files.writeString(
                home.resolve("config/redis.conf"),
                RedisConfiguration.text(redis)
                        .replace("bind * -::*", "bind " + address)
                        .replace("dir /data", "dir " + home.resolve("data")));
        return home;
    }

    private static Process start(Path home) throws IOException {
        return new ProcessBuilder("unshare", "--mount", "sh", "-c", SETUP, "setup", home.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
    }

    private static Jedis login(String address, String password) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptionsMatching(
                        exception -> !String.valueOf(exception.getMessage()).contains("WRONGPASS"))
                .until(
                        () -> {
                            Jedis jedis = new Jedis(address, RedisDesign.PORT);
                            jedis.auth("default", password);
                            return jedis;
                        },
                        jedis -> "PONG".equals(jedis.ping()));
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}

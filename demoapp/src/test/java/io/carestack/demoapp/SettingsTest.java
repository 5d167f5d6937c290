package io.carestack.demoapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void anEmptyEnvironmentMeansAWebServerWithoutNeighbours() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.port()).isEqualTo(3001);
        assertThat(settings.worker()).isFalse();
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.crashAfter()).isEmpty();
    }

    @Test
    void theReadOnlyDatabaseIsTheDatabaseUnlessSaidOtherwise() {
        assertThat(Settings.of(Map.of("DATABASE_URL", "postgresql://a/b")).readOnlyUrl())
                .contains("postgresql://a/b");
        assertThat(Settings.of(Map.of("DATABASE_URL", "postgresql://a/b", "DATABASE_READONLY_URL", "postgresql://c/b"))
                        .readOnlyUrl())
                .contains("postgresql://c/b");
    }

    @Test
    void secondsMayBeFractions() {
        assertThat(Settings.of(Map.of("READY_AFTER", "1.5")).readyAfter()).isEqualTo(Duration.ofMillis(1500));
    }
}

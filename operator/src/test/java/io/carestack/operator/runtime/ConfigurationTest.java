package io.carestack.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigurationTest {
    @Test
    void withoutAnySettingAllNamespacesAreWatched() {
        assertThat(Configuration.from(Map.of()))
                .isEqualTo(new Configuration(Set.of(), false, "default", "carestack-operator", 8080, 24));
    }

    @Test
    void namespacesAreSeparatedByCommas() {
        assertThat(Configuration.from(Map.of("CARESTACK_WATCH_NAMESPACES", "care, clinic,"))
                        .watchNamespaces())
                .containsExactlyInAnyOrder("care", "clinic");
    }

    @Test
    void aNumberThatIsNoneIsAnErrorThatNamesTheVariable() {
        assertThatThrownBy(() -> Configuration.from(Map.of("CARESTACK_HTTP_PORT", "http")))
                .hasMessage("CARESTACK_HTTP_PORT is \"http\"; it must be a whole number");
    }

    @Test
    void moreRequestsThanAnApiServerTakesAreRefused() {
        assertThatThrownBy(() -> Configuration.from(Map.of("CARESTACK_MAX_REQUESTS_IN_FLIGHT", "500")))
                .hasMessageContaining("between 1 and 64");
    }
}

package io.carestack.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonEncoderTest {
    @Test
    void aLineTellsTheFormattedMessageAndTheStack() throws IOException {
        JsonNode line = encode(event("applied {} \"children\"", null, 3));

        assertThat(line.path("message").asText()).isEqualTo("applied 3 \"children\"");
        assertThat(line.path("stack").asText()).isEqualTo("notes");
        assertThat(line.path("level").asText()).isEqualTo("WARN");
    }

    @Test
    void anErrorBringsItsStackTraceOnTheSameLine() throws IOException {
        byte[] bytes = new JsonEncoder().encode(event("broken", new IllegalStateException("a\n\"b\"")));

        assertThat(new String(bytes, StandardCharsets.UTF_8).lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(bytes).path("error").asText())
                .contains("IllegalStateException: a\n\"b\"");
    }

    private static JsonNode encode(LoggingEvent event) throws IOException {
        return new ObjectMapper().readTree(new JsonEncoder().encode(event));
    }

    private static LoggingEvent event(String message, @Nullable Throwable error, Object... arguments) {
        LoggerContext context = new LoggerContext();
        LoggingEvent event =
                new LoggingEvent("caller", context.getLogger("io.carestack"), Level.WARN, message, error, arguments);
        event.setMDCPropertyMap(Map.of("resource.name", "notes"));
        return event;
    }
}

package io.carestack.acceptance;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus;
import io.carestack.operator.api.PostgresStatus;
import io.carestack.operator.status.Conditions;
import io.carestack.operator.status.StackHealth;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A CareStack as one line, with the columns that {@code kubectl get carestack} prints. */
record StatusLine(
        String name,
        String ready,
        String phase,
        String live,
        String app,
        String primary,
        String database,
        String redis) {

    static final StatusLine HEADER = new StatusLine("NAME", "READY", "PHASE", "LIVE", "APP", "PRIMARY", "DB", "REDIS");

    static StatusLine of(CareStack stack) {
        CareStackStatus status = Objects.requireNonNullElse(stack.getStatus(), CareStackStatus.of(null));
        PostgresStatus postgres = status.postgres();
        return new StatusLine(
                stack.getMetadata().getName(),
                Conditions.find(status.conditions(), StackHealth.READY)
                        .map(condition -> condition.getStatus())
                        .orElse(""),
                status.phase() == null ? "" : status.phase().name(),
                text(status.live()),
                text(status.app()),
                postgres == null ? "" : text(postgres.primary()),
                postgres == null ? "" : text(postgres.ready()),
                text(status.cache()));
    }

    @Override
    public String toString() {
        return "%-15s %-6s %-9s %-12s %-5s %-26s %-5s %s"
                .formatted(name, ready, phase, live, app, primary, database, redis)
                .stripTrailing();
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}

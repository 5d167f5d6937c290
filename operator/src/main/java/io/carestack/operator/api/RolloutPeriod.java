package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A span of time, once or again and again, in the time zone of {@code spec.rollout.timeZone}. */
@ValidationRule(
        value =
                "has(self.cron) == has(self.duration) && has(self.from) == has(self.until) && has(self.cron) != has(self.from)",
        messageExpression = "'period ' + self.name + ': give either cron and duration, or from and until'")
@ValidationRule(
        value = "!has(self.from) || !has(self.until) || self.from < self.until",
        messageExpression = "'period ' + self.name + ': until must be after from'")
public record RolloutPeriod(
        @Required
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @JsonPropertyDescription("Name of the period, for messages.")
        String name,

        @Size(min = 9, max = 128)
        @Pattern("^\\S+ \\S+ \\S+ \\S+ \\S+$")
        @JsonPropertyDescription(
                "When it begins: minute, hour, day of month, month and day of week (0 or 7 is Sunday; MON and JAN are understood),"
                        + " for example 0 2 * * TUE for two o'clock on Tuesdays.")
        @Nullable
        String cron,

        @Pattern(Patterns.DURATION)
        @JsonPropertyDescription("How long it lasts; anything longer than 168h counts as 168h.")
        @Nullable
        String duration,

        @Pattern("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$")
        @JsonPropertyDescription("First minute of a period that is once, for example 2026-12-20T00:00.")
        @Nullable
        String from,

        @Pattern("^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]$")
        @JsonPropertyDescription("First minute after it, for example 2027-01-04T06:00.")
        @Nullable
        String until) {}

package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scraping and alert rules for the Prometheus operator. */
public record Monitoring(
        @JsonPropertyDescription(
                "False makes no monitoring objects. Default: true where the Prometheus operator's kinds are installed.")
        @Nullable
        Boolean enabled,

        @JsonPropertyDescription("Alert rules.") @Nullable Rules rules,

        @JsonPropertyDescription("Where alerts go. Without it the cluster's own Alertmanager configuration decides.")
        @Nullable
        Alerts alerts,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Labels added to ServiceMonitors, PodMonitors and PrometheusRules, so that a Prometheus selects them; for example release: prometheus.")
        @Nullable
        Map<String, String> labels) {

    /** Alert rules. */
    public record Rules(
            @JsonPropertyDescription("False makes no alert rules. Default: true.") @Nullable
            Boolean enabled,

            @Size(max = 64) @JsonPropertyDescription("Names of alerts that are left out.") @Nullable
            List<String> disable,

            @JsonPropertyDescription("Values at which alerts fire.") @Nullable
            Thresholds thresholds,

            @Size(max = 64) @JsonPropertyDescription("Your own alerts, added to the group <stack>-extra.") @Nullable
            List<AlertRule> extra,

            @Size(min = 1, max = 512)
            @Pattern("^https?://[^ ]+$")
            @JsonPropertyDescription(
                    "Where your copy of docs/runbooks is published, for example https://wiki.example.com/carestack/runbooks."
                            + " Alerts that have a page there get the annotation runbook_url. Default: none.")
            @Nullable
            String runbooks) {}

    /** Values at which alerts fire. */
    public record Thresholds(
            @Min(1)
            @Max(100)
            @JsonPropertyDescription("Share of failed requests in percent (HighErrorRate). Default: 5.")
            @Nullable
            Integer errorRatePercent,

            @Min(1)
            @Max(600000)
            @JsonPropertyDescription(
                    "95th percentile of the response time in milliseconds (ResponseTimeHigh). Default: 1000.")
            @Nullable
            Integer responseTimeMilliseconds,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription("Memory use in percent of the limit (HighMemoryUsage). Default: 90.")
            @Nullable
            Integer memoryPercent,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription("CPU use in percent of the limit (HighCPULoad). Default: 90.")
            @Nullable
            Integer cpuPercent,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription("Free space of a volume in percent (DiskSpaceLow). Default: 15.")
            @Nullable
            Integer diskFreePercent,

            @Min(1)
            @Max(100)
            @JsonPropertyDescription("Free space of a volume in percent (DiskSpaceCritical). Default: 5.")
            @Nullable
            Integer diskFreeCriticalPercent) {}

    /** One alert of the user. */
    public record AlertRule(
            @Required
            @Size(min = 1, max = 128)
            @Pattern("^[A-Za-z_][A-Za-z0-9_]*$")
            @JsonPropertyDescription("Name of the alert.")
            String alert,

            @Required @Size(min = 1, max = 4096) @JsonPropertyDescription("PromQL expression.")
            String expr,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("How long the expression must hold.")
            @JsonProperty("for")
            @Nullable
            String duration,

            @JsonPropertyDescription("Severity label. Default: warning.") @Nullable
            Severity severity,

            @Size(max = 1024) @JsonPropertyDescription("One sentence for the person who is woken.") @Nullable
            String summary) {}

    /** Severity of an alert. */
    public enum Severity {
        critical,
        warning,
        info
    }

    /** Where alerts of this stack go. */
    public record Alerts(
            @JsonPropertyDescription("E-mail.") @Nullable Email email,

            @JsonPropertyDescription("Slack, by an incoming webhook.") @Nullable
            Slack slack,

            @JsonPropertyDescription("PagerDuty; it gets critical alerts only.") @Nullable
            PagerDuty pagerDuty) {}

    /** E-mail receivers; the mail server is the Alertmanager's own setting. */
    public record Email(
            @Required @Size(min = 1, max = 16) @JsonPropertyDescription("Addresses.")
            List<String> to) {}

    /** A Slack channel. */
    public record Slack(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Secret with the webhook's address under the key url.")
            String secretName,

            @Size(max = 80) @JsonPropertyDescription("Channel. Default: the webhook's.") @Nullable
            String channel) {}

    /** A PagerDuty service. */
    public record PagerDuty(
            @Required
            @Size(min = 1, max = 253)
            @Pattern(Patterns.OBJECT_NAME)
            @JsonPropertyDescription("Secret with the integration key under the key routingKey.")
            String secretName) {}
}

package io.carestack.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One part of the application: an image that runs in several pods, with a Service when it has a port. */
@ValidationRule(
        value =
                "!has(self.autoscaling) || (has(self.replicas) && has(self.replicas.max) && (!has(self.replicas.min) || self.replicas.min < self.replicas.max))",
        fieldPath = ".autoscaling",
        message = "autoscaling needs replicas.max above replicas.min; raise replicas.max or remove autoscaling")
@ValidationRule(
        value =
                "has(self.port) || !has(self.probes) || (!has(self.probes.liveness) && !has(self.probes.readiness) && !has(self.probes.startup))",
        fieldPath = ".probes",
        message = "HTTP probes need the component's port; set port or remove the probes")
@ValidationRule(
        value = "!has(self.metrics) || has(self.port) || has(self.metrics.port)",
        fieldPath = ".metrics",
        message = "metrics need a port; set metrics.port or the component's port")
public record Component(
        @Required
        @Size(min = 1, max = 20)
        @Pattern("^[a-z]([-a-z0-9]*[a-z0-9])?$")
        @ValidationRule(
                value =
                        "!(self in ['postgres', 'redis', 'pooler', 'entry']) && !self.startsWith('postgres-') && !self.startsWith('redis-')"
                                + " && !self.startsWith('pooler-') && !self.endsWith('-blue') && !self.endsWith('-green') && !self.endsWith('-preview')",
                messageExpression =
                        "'component name \"' + self + '\" is reserved: postgres, redis, pooler and entry, names that start with them, and the endings -blue, -green and -preview belong to the operator'")
        @JsonPropertyDescription("Name of the component within the stack; objects are called <stack>-<component>.")
        String name,

        @Required
        @Size(min = 1, max = 512)
        @Pattern("^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$")
        @JsonPropertyDescription("Container image with its tag or digest.")
        String image,

        @Min(1)
        @Max(65535)
        @JsonPropertyDescription(
                "Port on which the component serves HTTP. Without it the component is a worker: it gets no Service.")
        @Nullable
        Integer port,

        @JsonPropertyDescription(
                "How many pods run. Equal numbers mean a fixed size, a larger max means automatic scaling.")
        @Nullable
        Replicas replicas,

        @JsonPropertyDescription(
                "Targets and behaviour of automatic scaling; used when replicas.max is above replicas.min.")
        @Nullable
        Autoscaling autoscaling,

        @JsonPropertyDescription("HTTP paths by which Kubernetes tells a healthy pod from a sick one.") @Nullable
        Probes probes,

        @JsonPropertyDescription("Where Prometheus finds the component's metrics.") @Nullable
        Metrics metrics,

        @JsonPropertyDescription("How a pod of the component goes away without losing a request.") @Nullable
        Shutdown shutdown,

        @JsonPropertyDescription(
                "True (default) puts the connection URLs of the stack's PostgreSQL and Redis into the environment:"
                        + " DATABASE_URL, DATABASE_READONLY_URL, REDIS_URL and REDIS_<NAME>_URL. Your own env entries of the same name win.")
        @Nullable
        Boolean connections,

        @Size(max = 200) @JsonPropertyDescription("Environment variables.") @Nullable
        List<EnvironmentVariable> env,

        @Size(max = 32)
        @JsonPropertyDescription(
                "Secrets and ConfigMaps whose keys become environment variables. A change of their content restarts the pods one by one.")
        @Nullable
        List<EnvironmentSource> envFrom,

        @JsonPropertyDescription("CPU and memory per pod. Default: by spec.size.") @Nullable
        Resources resources,

        @Size(max = 32) @JsonPropertyDescription("Volumes of each pod.") @Nullable
        List<ComponentVolume> volumes,

        @Size(max = 64) @JsonPropertyDescription("Replaces the entry point of the image.") @Nullable
        List<String> command,

        @Size(max = 64) @JsonPropertyDescription("Replaces the arguments of the image.") @Nullable
        List<String> args,

        @JsonPropertyDescription("Placement, labels and identity of the pods.") @Nullable
        PodSettings pod) {

    /** Bounds of the number of pods. */
    @ValidationRule(
            value = "!has(self.min) || !has(self.max) || self.min <= self.max",
            message = "replicas.min is above replicas.max; lower min or raise max")
    public record Replicas(
            @Min(1) @Max(1000) @JsonPropertyDescription("Least number of pods. Default: by spec.size.") @Nullable
            Integer min,

            @Min(1) @Max(1000) @JsonPropertyDescription("Largest number of pods. Default: min.") @Nullable
            Integer max) {}

    /** HTTP probes. */
    public record Probes(
            @Pattern("^/.*$")
            @Size(max = 1024)
            @JsonPropertyDescription(
                    "Path that answers 200 while the process is alive; a pod that fails it is restarted.")
            @Nullable
            String liveness,

            @Pattern("^/.*$")
            @Size(max = 1024)
            @JsonPropertyDescription(
                    "Path that answers 200 when the pod can take requests. Default: a TCP connection to the port.")
            @Nullable
            String readiness,

            @Pattern("^/.*$")
            @Size(max = 1024)
            @JsonPropertyDescription("Path that answers 200 once the pod has started. Default: the readiness path.")
            @Nullable
            String startup,

            @Min(1) @Max(3600) @JsonPropertyDescription("Seconds that a pod may take to start. Default: 300.") @Nullable
            Integer startupSeconds) {}

    /** Metrics endpoint. */
    public record Metrics(
            @Pattern("^/.*$")
            @Size(max = 1024)
            @JsonPropertyDescription("HTTP path of the metrics. Default: /metrics.")
            @Nullable
            String path,

            @Min(1)
            @Max(65535)
            @JsonPropertyDescription("Port of the metrics. Default: the component's port.")
            @Nullable
            Integer port,

            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription("Time between two scrapes, for example 10s. Default: 30s.")
            @Nullable
            String interval) {}

    /** Graceful shutdown. */
    public record Shutdown(
            @Pattern(Patterns.DURATION)
            @JsonPropertyDescription(
                    "Time that the application needs after SIGTERM to finish the requests in flight, for example 30s (default)."
                            + " Five seconds for load balancers to notice are added before SIGTERM, and five to spare after it.")
            @Nullable
            String drain) {}
}

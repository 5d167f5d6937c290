package io.carestack.operator;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.kube.ApiWriter;
import io.carestack.operator.kube.ApplyCounter;
import io.carestack.operator.kube.ChildCaches;
import io.carestack.operator.kube.ChildVersions;
import io.carestack.operator.kube.EventRecorder;
import io.carestack.operator.kube.InstalledKinds;
import io.carestack.operator.kube.ReferenceWatches;
import io.carestack.operator.kube.ReleaseClient;
import io.carestack.operator.kube.RequestsInFlight;
import io.carestack.operator.kube.StatusClient;
import io.carestack.operator.postgres.DatabaseMetrics;
import io.carestack.operator.postgres.PrimaryProbes;
import io.carestack.operator.rollout.metric.ReleaseMetrics;
import io.carestack.operator.runtime.Configuration;
import io.carestack.operator.runtime.HttpEndpoints;
import io.carestack.operator.runtime.ReconcileMetrics;
import io.carestack.operator.runtime.RequestMetrics;
import io.carestack.operator.stack.CareStackReconciler;
import io.carestack.operator.stack.StackCluster;
import io.carestack.operator.stack.StackTriggers;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ConfigurationServiceOverrider;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole operator, wired: one controller for CareStacks, its watches, and its HTTP endpoints. */
public final class CareStackOperator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CareStackOperator.class);
    private static final String LEASE = "carestack-operator";
    /** A kind that vanishes while its watch begins must not hold up a pass for the framework's two minutes. */
    private static final Duration SYNC = Duration.ofSeconds(30);

    private static final Duration FINISH = Duration.ofSeconds(10);

    private final Operator operator;
    private final PrimaryProbes probes;
    private final ReferenceWatches references;
    private final InstalledKinds kinds;
    private final HttpEndpoints endpoints;

    private CareStackOperator(
            Operator operator,
            PrimaryProbes probes,
            ReferenceWatches references,
            InstalledKinds kinds,
            HttpEndpoints endpoints) {
        this.operator = operator;
        this.probes = probes;
        this.references = references;
        this.kinds = kinds;
        this.endpoints = endpoints;
    }

    /**
     * Starts to watch and, once this process leads, to reconcile.
     *
     * @param connection how to reach the API server
     */
    public static CareStackOperator start(Configuration configuration, Config connection, Clock clock)
            throws IOException {
        return start(configuration, connection, http -> {}, clock);
    }

    /**
     * The same with a client that is changed beforehand.
     *
     * @param http what else its HTTP client shall do, such as note requests
     */
    public static CareStackOperator start(
            Configuration configuration, Config connection, Consumer<HttpClient.Builder> http, Clock clock)
            throws IOException {
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        RequestMetrics requestMetrics = new RequestMetrics(metrics);
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(connection)
                .withHttpClientBuilderConsumer(
                        http.andThen(builder -> builder.addOrReplaceInterceptor(RequestMetrics.NAME, requestMetrics)))
                .build();
        // the framework runs the configuring function more than once
        Metrics reconcileMetrics = new ReconcileMetrics(metrics);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("pass-", 0).factory());
        Operator operator =
                new Operator(overrider -> configure(overrider, configuration, client, reconcileMetrics, threads));
        DatabaseMetrics databaseMetrics = new DatabaseMetrics(metrics, clock);
        ReleaseMetrics releaseMetrics = new ReleaseMetrics(metrics);
        StackTriggers triggers = new StackTriggers(uid -> {
            databaseMetrics.forget(uid);
            releaseMetrics.forget(uid);
        });
        RequestsInFlight requests = new RequestsInFlight(configuration.requestsInFlight());
        ChildVersions versions = new ChildVersions(triggers);
        ChildCaches caches = new ChildCaches(versions, configuration.watchNamespaces());
        ApiWriter writer = new ApiWriter(client, requests, new ApplyCounter(metrics));
        ReferenceWatches references = new ReferenceWatches(client, triggers, Duration.ofSeconds(5));
        InstalledKinds kinds = new InstalledKinds(client, triggers::acceptAll);
        StatusClient statuses = new StatusClient(client, requests);
        PrimaryProbes probes =
                new PrimaryProbes(owner -> triggers.accept(new ResourceID(owner.name(), owner.namespace())));
        CareStackReconciler reconciler = CareStackReconciler.create(
                new StackCluster(caches, versions, references, kinds, statuses, triggers),
                statuses,
                writer,
                new ReleaseClient(client, requests),
                caches,
                new EventRecorder(client, requests, clock, configuration.podName()),
                triggers,
                probes,
                databaseMetrics,
                releaseMetrics,
                clock,
                configuration.namespace());
        operator.register(reconciler, controller -> configure(controller, configuration));
        kinds.start();
        operator.start();
        HttpEndpoints endpoints = new HttpEndpoints(
                configuration.httpPort(),
                metrics,
                () -> true,
                () -> operator.getRuntimeInfo().isStarted());
        LOG.info(
                "the operator looks after {}; health and metrics on port {}",
                configuration.watchNamespaces().isEmpty() ? "all namespaces" : configuration.watchNamespaces(),
                endpoints.port());
        return new CareStackOperator(operator, probes, references, kinds, endpoints);
    }

    /** Port of /livez, /readyz and /metrics. */
    public int httpPort() {
        return endpoints.port();
    }

    @Override
    public void close() {
        operator.stop();
        probes.close();
        references.close();
        kinds.close();
        endpoints.close();
    }

    private static void configure(
            ConfigurationServiceOverrider overrider,
            Configuration configuration,
            KubernetesClient client,
            Metrics metrics,
            ExecutorService threads) {
        overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(true)
                .withMetrics(metrics)
                .withExecutorService(threads)
                .withReconciliationTerminationTimeout(FINISH)
                .withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(SYNC)
                .withParseResourceVersions(true)
                .withPreviousAnnotationForDependentResources(false);
        if (configuration.leaderElection()) {
            overrider.withLeaderElectionConfiguration(
                    new LeaderElectionConfiguration(LEASE, configuration.namespace(), configuration.podName()));
        }
    }

    /** Retries never end: an operator that has given up is worse than one that is slow. */
    private static void configure(ControllerConfigurationOverrider<CareStack> controller, Configuration configuration) {
        controller.withRetry(new GenericRetry()
                .withoutMaxAttempts()
                .setInitialInterval(Duration.ofSeconds(1))
                .setIntervalMultiplier(2)
                .setMaxInterval(Duration.ofSeconds(60).toMillis()));
        if (configuration.watchNamespaces().isEmpty()) {
            controller.watchingAllNamespaces();
        } else {
            controller.settingNamespaces(configuration.watchNamespaces());
        }
    }
}

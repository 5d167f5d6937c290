package io.carestack.acceptance;

import io.carestack.operator.CareStackOperator;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.runtime.Configuration;
import io.carestack.sandbox.Options;
import io.carestack.sandbox.Sandbox;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A sandbox with an operator on it. Everything that it started ends with {@link #close()}. */
public final class Stage implements AutoCloseable {
    /** User agent of the operator, by which its requests are told from others'. */
    public static final String OPERATOR = "carestack-operator";

    private final Sandbox sandbox;
    private final OperatorRequests requests = new OperatorRequests();
    private CareStackOperator operator;

    private Stage(Sandbox sandbox) {
        this.sandbox = sandbox;
        this.operator = operator(sandbox.config(), Set.of(), requests);
    }

    /** Starts both, with the CareStack kind installed. */
    public static Stage start() {
        return start(Options.defaults());
    }

    /** The same with a sandbox of one's own liking. */
    public static Stage start(Options options) {
        Sandbox sandbox = Sandbox.start(options);
        try {
            install(sandbox.client(), Repository.path("crds/carestacks.carestack.io.yaml"));
            return new Stage(sandbox);
        } catch (RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** A client with all rights. */
    public KubernetesClient client() {
        return sandbox.client();
    }

    /** Ends the operator and starts another one, as after a crash: with empty memory. */
    public void restartOperator() {
        stopOperator();
        startOperator();
    }

    /** The operator ends here; what it does not get written any more, it never writes. */
    public void stopOperator() {
        operator.close();
    }

    /** Another operator with empty memory, after {@link #stopOperator()}. */
    public void startOperator() {
        operator = operator(sandbox.config(), Set.of(), requests);
    }

    /** Another operator beside the first one, as when a leader has not noticed yet that it is none; it ends when it is closed. */
    public AutoCloseable secondOperator() {
        return operator(sandbox.config(), Set.of(), requests);
    }

    /** What the operator, and those after it, asked of the API server. */
    public OperatorRequests requests() {
        return requests;
    }

    /** Passes that the operator has finished since it started, by its own metrics. */
    public long passes() {
        return passes(operator);
    }

    /** The same of any operator of this process. */
    static long passes(CareStackOperator operator) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI metrics = URI.create("http://127.0.0.1:" + operator.httpPort() + "/metrics");
            return http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("reconciliations_execution_duration_seconds_count "))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Makes a namespace. */
    public void namespace(String name) {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Applies all objects of a YAML file to a namespace, as kubectl would. */
    public void apply(Path file, String namespace) {
        for (HasMetadata object : load(file)) {
            object.getMetadata().setNamespace(namespace);
            client().resource(object).fieldManager("kubectl").forceConflicts().serverSideApply();
        }
    }

    /** The same for YAML in memory. */
    public void apply(String yaml, String namespace) {
        for (HasMetadata object : client().load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(namespace);
            client().resource(object).fieldManager("kubectl").forceConflicts().serverSideApply();
        }
    }

    /** The CareStack as it is now. */
    public CareStack stack(String namespace, String name) {
        return client().resources(CareStack.class)
                .inNamespace(namespace)
                .withName(name)
                .require();
    }

    @Override
    public void close() {
        operator.close();
        sandbox.close();
    }

    /** An operator for these namespaces, or for all of them when none are given, with a client of its own whose requests are noted. */
    public static CareStackOperator operator(Config config, Set<String> namespaces, OperatorRequests requests) {
        Config connection = new ConfigBuilder(config)
                .withUserAgent(OPERATOR)
                .withMaxConcurrentRequests(128)
                .withMaxConcurrentRequestsPerHost(128)
                .build();
        try {
            return CareStackOperator.start(
                    new Configuration(namespaces, false, "default", OPERATOR, 0, 24),
                    connection,
                    http -> http.addOrReplaceInterceptor("requests", requests),
                    Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Installs a CustomResourceDefinition and waits until its kind is served. */
    public static void install(KubernetesClient client, Path definition) {
        for (HasMetadata object : load(definition, client)) {
            client.resource(object).forceConflicts().serverSideApply();
        }
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName("carestacks.carestack.io")
                .waitUntilCondition(
                        found -> found != null
                                && found.getStatus() != null
                                && found.getStatus().getConditions().stream()
                                        .anyMatch(condition -> "Established".equals(condition.getType())
                                                && "True".equals(condition.getStatus())),
                        30,
                        TimeUnit.SECONDS);
    }

    private List<HasMetadata> load(Path file) {
        return load(file, client());
    }

    private static List<HasMetadata> load(Path file, KubernetesClient client) {
        try (InputStream yaml = Files.newInputStream(file)) {
            return client.load(yaml).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

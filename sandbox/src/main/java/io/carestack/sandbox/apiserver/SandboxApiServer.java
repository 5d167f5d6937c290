package io.carestack.sandbox.apiserver;

import com.sun.net.httpserver.HttpServer;
import io.carestack.sandbox.apiserver.builtin.BuiltinStrategy;
import io.carestack.sandbox.apiserver.builtin.ServiceAddresses;
import io.carestack.sandbox.apiserver.cel.RuleValidator;
import io.carestack.sandbox.apiserver.crd.CustomStrategy;
import io.carestack.sandbox.apiserver.crd.DefinitionListener;
import io.carestack.sandbox.apiserver.crd.DefinitionRules;
import io.carestack.sandbox.apiserver.discovery.Discovery;
import io.carestack.sandbox.apiserver.fault.Faults;
import io.carestack.sandbox.apiserver.fault.RequestLog;
import io.carestack.sandbox.apiserver.garbage.Collector;
import io.carestack.sandbox.apiserver.http.HttpFront;
import io.carestack.sandbox.apiserver.json.Json;
import io.carestack.sandbox.apiserver.request.ApiRequest;
import io.carestack.sandbox.apiserver.request.ApiService;
import io.carestack.sandbox.apiserver.request.Core;
import io.carestack.sandbox.apiserver.request.SystemWrites;
import io.carestack.sandbox.apiserver.resource.BuiltinResources;
import io.carestack.sandbox.apiserver.resource.ResourceRegistry;
import io.carestack.sandbox.apiserver.store.ObjectStore;
import io.carestack.sandbox.apiserver.table.Presentation;
import io.carestack.sandbox.apiserver.watch.Watches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A Kubernetes API server in this process: plain HTTP on 127.0.0.1, everyone may do everything, everything in memory.
 * Any number of them can run at once. Not started until {@link #start()}; gone with {@link #close()}.
 */
public final class SandboxApiServer implements AutoCloseable {
    static {
        // small answers must not wait for acknowledgements, and idle connections must outlive the clients' pools
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "2000");
    }

    private final HttpServer http;
    private final ExecutorService threads;
    private final Faults faults = new Faults();
    private final RequestLog requestLog = new RequestLog();
    private final Watches watches;
    private final Collector collector;

    private SandboxApiServer(SandboxOptions options) {
        ObjectStore store = new ObjectStore();
        ResourceRegistry registry = new ResourceRegistry(BuiltinResources.load().types());
        RuleValidator rules = new RuleValidator();
        BuiltinStrategy builtin = new BuiltinStrategy(
                new ServiceAddresses(store, options.serviceRange()), new DefinitionRules(rules, options.clock()));
        Core core = new Core(store, registry, builtin, new CustomStrategy(rules), options.clock());
        store.listen(new DefinitionListener(registry));
        this.collector = new Collector(new SystemWrites(core), store, registry);
        ApiService service = new ApiService(core);
        this.watches = new Watches(store, faults, options.bookmarkInterval());
        faults.connect(watches::expireAll, watches::closeAll);
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            this.http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), options.port()), 0);
        } catch (IOException unavailable) {
            throw new UncheckedIOException("cannot listen on port " + options.port(), unavailable);
        }
        new HttpFront(
                        service,
                        registry,
                        watches,
                        new Discovery(registry),
                        new Presentation(options.clock()),
                        faults,
                        requestLog)
                .attach(http, threads);
        for (String namespace : List.of("default", "kube-node-lease", "kube-public", "kube-system")) {
            createNamespace(service, namespace);
        }
    }

    private static void createNamespace(ApiService service, String name) {
        byte[] body = Json.bytes(Json.object().set("metadata", Json.object().put("name", name)));
        service.answer(new ApiRequest(
                "create",
                "",
                "v1",
                "namespaces",
                "",
                "",
                "",
                Map.of(),
                "kube-apiserver",
                "application/json",
                "",
                body));
    }

    /** A server with a free port and default settings. */
    public static SandboxApiServer create() {
        return create(SandboxOptions.defaults());
    }

    /** Takes the port; throws {@link UncheckedIOException} when it is in use. */
    public static SandboxApiServer create(SandboxOptions options) {
        return new SandboxApiServer(options);
    }

    public SandboxApiServer start() {
        http.start();
        return this;
    }

    /** Base address, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** The text of a kubeconfig file for this server. */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: sandbox
                  cluster:
                    server: %s
                contexts:
                - name: sandbox
                  context:
                    cluster: sandbox
                    user: sandbox
                    namespace: default
                users:
                - name: sandbox
                  user: {}
                current-context: sandbox
                """.formatted(url());
    }

    public Faults faults() {
        return faults;
    }

    public RequestLog requestLog() {
        return requestLog;
    }

    /** Watches that clients have open now. */
    public long openWatches(String group, String plural) {
        return watches.count(group, plural);
    }

    @Override
    public void close() {
        collector.close();
        watches.closeAll();
        http.stop(0);
        threads.shutdownNow();
    }
}

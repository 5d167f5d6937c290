package io.carestack.acceptance.chaos;

import static java.util.Objects.requireNonNull;

import io.carestack.acceptance.StackClient;
import io.carestack.acceptance.history.History;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.api.PostgresStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The stack that faults happen to, and the operators that look after it. */
final class Patient implements AutoCloseable {
    private static final String STACK = "chaos";
    private static final int INSTANCES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(420);
    private static final Duration NOTICE = Duration.ofSeconds(2);
    private static final String RESOURCES = "{requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 512Mi}}";
    private static final String YAML = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: chaos}
            spec:
              deletionPolicy: Delete
              components: [{name: web, image: "%s", port: %d, replicas: {min: 1, max: 1}, resources: %s}]
              postgres:
                image: "postgres:15"
                instances: %d
                storage: {size: 4Gi%s}
                synchronous: {replicas: %d}
                parameters: {shared_buffers: 64MB}
                resources: %s
              redis: []
            """;

    private final Site site;
    private final Operators operators;
    private final int copies;

    private Patient(Site site, Operators operators, int copies) {
        this.site = site;
        this.operators = operators;
        this.copies = copies;
    }

    /** Makes it with an operator, and waits until it is well. */
    static Patient admit(Site site) throws Exception {
        return admit(site, 1);
    }

    /** @param copies standbys that every commit waits for */
    static Patient admit(Site site, int copies) throws Exception {
        Patient patient =
                new Patient(site, new Operators(site.kubeconfig(), site.namespace(), site.directory()), copies);
        try {
            patient.operators.start();
            patient.apply(YAML.formatted(
                    site.image(),
                    site.port(),
                    RESOURCES,
                    INSTANCES,
                    site.storageClass().map(name -> ", className: " + name).orElse(""),
                    copies,
                    RESOURCES));
            patient.awaitWell();
            return patient;
        } catch (Exception e) {
            patient.close();
            throw e;
        }
    }

    Site site() {
        return site;
    }

    Operators operators() {
        return operators;
    }

    StackClient clients() {
        return new StackClient(site.client(), site.namespace(), STACK);
    }

    /** Clients of all kinds, who remember. */
    History history(int writers) throws SQLException {
        StackClient clients = clients();
        return History.start(
                clients.readWrite(),
                Map.of("-ro", clients.readOnly(), "-r", clients.anyInstance()),
                clients.superuser(),
                writers,
                copies);
    }

    List<String> instances() {
        return IntStream.range(0, INSTANCES)
                .mapToObj(ordinal -> STACK + "-postgres-" + ordinal)
                .toList();
    }

    List<String> others(String instance) {
        return instances().stream().filter(each -> !each.equals(instance)).toList();
    }

    String primary() {
        return requireNonNull(postgres().primary());
    }

    long term() {
        return requireNonNull(postgres().term());
    }

    /** What the stack says of itself, for a person who looks at a run that failed. */
    String says() {
        PostgresStatus postgres = postgres();
        return Stream.concat(
                        Stream.of("term %d, primary %s, candidate %s, promoted %s, records %s"
                                .formatted(
                                        postgres.term(),
                                        postgres.primary(),
                                        postgres.candidate(),
                                        postgres.promoted(),
                                        postgres.records())),
                        Stream.concat(
                                requireNonNull(postgres.instances()).stream().map(String::valueOf),
                                requireNonNull(requireNonNull(stack().getStatus())
                                                .conditions())
                                        .stream()
                                        .filter(condition -> !"True".equals(condition.getStatus()))
                                        .map(condition -> "%s %s %s: %s"
                                                .formatted(
                                                        condition.getType(),
                                                        condition.getStatus(),
                                                        condition.getReason(),
                                                        condition.getMessage()))))
                .reduce("", (text, line) -> text + "\n  " + line);
    }

    void awaitTermAbove(long term) throws Exception {
        await(
                "a term above " + term,
                () -> term() > term && Boolean.TRUE.equals(postgres().promoted()));
    }

    /** The instance that was chosen in a term above this one, as soon as it is. */
    String awaitCandidateAbove(long term) throws Exception {
        await("a candidate", () -> term() > term && postgres().candidate() != null);
        return requireNonNull(postgres().candidate());
    }

    /** Waits until all instances are ready and count, and the stack has had nothing to say for longer than an operator needs to notice a fault. */
    void awaitWell() throws Exception {
        long[] since = {System.nanoTime()};
        await("a well stack", () -> {
            if (!holds(this::isWell)) {
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > NOTICE.toNanos();
        });
    }

    private boolean isWell() {
        CareStack stack = stack();
        if (stack.getStatus() == null
                || stack.getStatus().phase() != Phase.Ready
                || !(INSTANCES + "/" + INSTANCES).equals(postgres().ready())) {
            return false;
        }
        List<PostgresStatus.QuorumRecord> records = requireNonNull(postgres().records());
        return records.size() == 1 && records.getFirst().members().size() == INSTANCES - 1;
    }

    void deletePod(String pod) {
        site.client().pods().inNamespace(site.namespace()).withName(pod).delete();
    }

    /** Asks for a switchover, and does not wait for it. */
    void askFor(String instance) {
        patch("{\"spec\":{\"postgres\":{\"switchoverTo\":\"" + instance + "\"}}}");
    }

    void askForNobody() {
        patch("{\"spec\":{\"postgres\":{\"switchoverTo\":null}}}");
    }

    void switchOver(String instance) throws Exception {
        askFor(instance);
        try {
            await("writes on " + instance, () -> primary().equals(instance));
        } finally {
            askForNobody();
        }
    }

    /** Changes how many standbys a commit waits for, and returns when the primary does so. */
    void require(int standbys) throws Exception {
        patch("{\"spec\":{\"postgres\":{\"synchronous\":{\"replicas\":" + standbys + "}}}}");
        String names = standbys == 0 ? "" : "ANY " + standbys + " ";
        await("a primary that waits for " + standbys, () -> {
            String seen = sql(primary(), "SHOW synchronous_standby_names");
            return standbys == 0 ? seen.isEmpty() : seen.startsWith(names);
        });
    }

    /** Runs SQL as the superuser inside a container, whatever the network does. */
    String sql(String instance, String statement) throws Exception {
        return sql(instance, "postgres", statement);
    }

    /** The same in another database. */
    String sql(String instance, String database, String statement) throws Exception {
        return site.run(instance, "psql -XAtqw -d " + database + " -c \"" + statement + "\"");
    }

    private void apply(String yaml) {
        for (HasMetadata object : site.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            object.getMetadata().setNamespace(site.namespace());
            site.client()
                    .resource(object)
                    .fieldManager("kubectl")
                    .forceConflicts()
                    .serverSideApply();
        }
    }

    private void patch(String merge) {
        site.client()
                .resources(CareStack.class)
                .inNamespace(site.namespace())
                .withName(STACK)
                .patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    private CareStack stack() {
        return site.client()
                .resources(CareStack.class)
                .inNamespace(site.namespace())
                .withName(STACK)
                .require();
    }

    PostgresStatus postgres() {
        return requireNonNull(requireNonNull(stack().getStatus()).postgres());
    }

    static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(what + " was not seen within " + PATIENCE.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** What cannot be asked now does not hold now. */
    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (NullPointerException | KubernetesClientException e) {
            return false;
        }
    }

    @Override
    public void close() throws InterruptedException {
        operators.close();
    }
}

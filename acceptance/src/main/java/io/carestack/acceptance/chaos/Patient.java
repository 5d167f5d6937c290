package io.carestack.acceptance.chaos;

import static java.util.Objects.requireNonNull;

import io.carestack.acceptance.StackClient;
import io.carestack.acceptance.Stage;
import io.carestack.acceptance.history.Writers;
import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.api.PostgresStatus;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The stack that faults happen to. */
final class Patient {
    private static final String STACK = "chaos";
    private static final int INSTANCES = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String YAML = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: chaos}
            spec:
              deletionPolicy: Delete
              components: [{name: web, image: "ghcr.io/acme/web:1", port: 3000, replicas: {min: 1, max: 1}}]
              postgres: {instances: %d, storage: {size: 1Gi}, parameters: {shared_buffers: 64MB}}
              redis: []
            """.formatted(INSTANCES);

    private final Stage stage;
    private final String namespace;

    private Patient(Stage stage, String namespace) {
        this.stage = stage;
        this.namespace = namespace;
    }

    /** Makes it and waits until it is well. */
    static Patient admit(Stage stage, String namespace) throws Exception {
        stage.namespace(namespace);
        stage.apply(YAML, namespace);
        Patient patient = new Patient(stage, namespace);
        patient.awaitWell();
        return patient;
    }

    Stage stage() {
        return stage;
    }

    String namespace() {
        return namespace;
    }

    Writers.Database database() {
        return new StackClient(stage.client(), namespace, STACK).readWrite();
    }

    List<String> instances() {
        return IntStream.range(0, INSTANCES)
                .mapToObj(ordinal -> STACK + "-postgres-" + ordinal)
                .toList();
    }

    String primary() {
        return requireNonNull(postgres().primary());
    }

    long term() {
        return requireNonNull(postgres().term());
    }

    /** What the stack says of itself, for a person who looks at a run that failed. */
    String says() {
        return String.valueOf(stack().getStatus());
    }

    void awaitTermAbove(long term) throws Exception {
        await(
                "a term above " + term,
                () -> term() > term && Boolean.TRUE.equals(postgres().promoted()));
    }

    void awaitOtherTerm() throws Exception {
        awaitTermAbove(term());
    }

    /** Waits until all instances are ready and the stack has nothing left to say. */
    void awaitWell() throws Exception {
        await("a well stack", () -> {
            CareStack stack = stack();
            return stack.getStatus() != null
                    && stack.getStatus().phase() == Phase.Ready
                    && (INSTANCES + "/" + INSTANCES).equals(postgres().ready());
        });
    }

    void deletePod(String pod) {
        stage.client().pods().inNamespace(namespace).withName(pod).delete();
    }

    void switchOver(String instance) throws Exception {
        patch("{\"spec\":{\"postgres\":{\"switchoverTo\":\"" + instance + "\"}}}");
        await("writes on " + instance, () -> primary().equals(instance));
        patch("{\"spec\":{\"postgres\":{\"switchoverTo\":null}}}");
    }

    /** Two operators act on the stack meanwhile, as when a leader has not noticed yet that it is none. */
    void withSecondOperator(Treatment treatment) throws Exception {
        try (AutoCloseable second = stage.secondOperator()) {
            treatment.run();
        }
    }

    /** What is done to a patient. */
    interface Treatment {
        void run() throws Exception;
    }

    private void patch(String merge) {
        stage.client()
                .resources(CareStack.class)
                .inNamespace(namespace)
                .withName(STACK)
                .patch(PatchContext.of(PatchType.JSON_MERGE), merge);
    }

    private CareStack stack() {
        return stage.stack(namespace, STACK);
    }

    private PostgresStatus postgres() {
        return requireNonNull(requireNonNull(stack().getStatus()).postgres());
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.call()) {
            if (Instant.now().isAfter(end)) {
                throw new TimeoutException(what + " was not seen within " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(Duration.ofMillis(50));
        }
    }
}

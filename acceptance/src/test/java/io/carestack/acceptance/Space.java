package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.carestack.operator.api.CareStack;
import io.carestack.operator.api.CareStackStatus.Phase;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;

/** A namespace of a test, with the words that tests use. Gone, with all that runs in it, after {@link #close()}. */
record Space(KubernetesClient client, String name) implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    static Space create(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new Space(client, name);
    }

    /** Applies YAML as a user does with kubectl, all of it to this namespace. */
    void apply(String yaml) {
        for (HasMetadata object : client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()) {
            if (object instanceof Namespace) {
                continue;
            }
            object.getMetadata().setNamespace(name);
            client.resource(object).fieldManager("kubectl").forceConflicts().serverSideApply();
        }
    }

    /** A JSON merge patch of the stack's spec, as a user who edits it. */
    void patchStack(String stack, String spec) {
        resource(stack).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    }

    CareStack stack(String stack) {
        return resource(stack).require();
    }

    /** Name of the one stack of this namespace. */
    String onlyStack() {
        List<CareStack> stacks =
                client.resources(CareStack.class).inNamespace(name).list().getItems();
        assertThat(stacks).hasSize(1);
        return stacks.getFirst().getMetadata().getName();
    }

    /** Deletes the stack and waits for all that goes with it. */
    void deleteStack(String stack) {
        resource(stack).delete();
        eventually(() -> {
            assertThat(resource(stack).get()).isNull();
            assertThat(Kinds.labelled(client, name, Labels.STACK, stack))
                    .allMatch(child -> child.getMetadata().getOwnerReferences().isEmpty());
        });
    }

    /** Waits until the present spec was looked at and everything runs. */
    /** Waits until everything serves; a release may be made beside it. */
    CareStack awaitReady(String stack) {
        eventually(() -> {
            CareStack seen = stack(stack);
            assertThat(seen.getStatus()).as("status").isNotNull();
            assertThat(seen.getStatus().phase())
                    .as(() -> String.valueOf(seen.getStatus().conditions()))
                    .isIn(Phase.Ready, Phase.Updating);
            assertThat(condition(stack, "Ready").orElseThrow().getStatus())
                    .as(() -> String.valueOf(seen.getStatus().conditions()))
                    .isEqualTo("True");
            assertThat(seen.getStatus().observedGeneration())
                    .isEqualTo(seen.getMetadata().getGeneration());
        });
        return stack(stack);
    }

    CareStack awaitPhase(String stack, Phase phase) {
        eventually(() -> {
            CareStack seen = stack(stack);
            assertThat(seen.getStatus()).as("status").isNotNull();
            assertThat(seen.getStatus().phase())
                    .as(() -> String.valueOf(seen.getStatus().conditions()))
                    .isEqualTo(phase);
            assertThat(seen.getStatus().observedGeneration())
                    .isEqualTo(seen.getMetadata().getGeneration());
        });
        return stack(stack);
    }

    /** Waits for a condition with this status whose message contains all the words. */
    void awaitCondition(String stack, String type, String status, String... words) {
        eventually(() -> {
            Condition condition = condition(stack, type).orElseThrow();
            for (String word : words) {
                assertThat(condition.getMessage()).contains(word);
            }
            assertThat(condition.getStatus()).isEqualTo(status);
        });
    }

    Optional<Condition> condition(String stack, String type) {
        return Optional.ofNullable(stack(stack).getStatus())
                .flatMap(status -> Conditions.find(status.conditions(), type));
    }

    /** Everything in the namespace that the operator made, pods included, by the label that it puts on all. */
    List<HasMetadata> children() {
        return Kinds.labelled(client, name, Labels.MANAGED_BY, Labels.OPERATOR);
    }

    List<Pod> pods(String component) {
        return client.pods().inNamespace(name).withLabel(Labels.COMPONENT, component).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    /** The instance that takes writes, as the status says. */
    String primary(String stack) {
        return Objects.requireNonNull(Objects.requireNonNull(
                        Objects.requireNonNull(stack(stack).getStatus()).postgres())
                .primary());
    }

    String secret(String secret, String key) {
        String value = client.secrets()
                .inNamespace(name)
                .withName(secret)
                .require()
                .getData()
                .get(key);
        return new String(Base64.getDecoder().decode(Objects.requireNonNull(value)), StandardCharsets.UTF_8);
    }

    String clusterAddress(String service) {
        return client.services()
                .inNamespace(name)
                .withName(service)
                .require()
                .getSpec()
                .getClusterIP();
    }

    StackClient user(String stack) {
        return new StackClient(client, name, stack);
    }

    /** What was told about a stack so far, for whoever has to find out why a test failed: its status, events and the databases' logs. */
    String story(String stack) {
        StringBuilder story = new StringBuilder().append(stack(stack).getStatus());
        client.v1().events().inNamespace(name).list().getItems().stream()
                .sorted(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .forEach(event -> story.append("\n%s %s %s: %s"
                        .formatted(
                                event.getLastTimestamp(),
                                event.getInvolvedObject().getName(),
                                event.getReason(),
                                event.getMessage())));
        for (Pod pod : pods("postgres")) {
            story.append("\n== ")
                    .append(pod.getMetadata().getName())
                    .append(": ")
                    .append(pod.getStatus().getContainerStatuses())
                    .append('\n')
                    .append(client.pods().resource(pod).inContainer("postgres").getLog());
        }
        return story.append('\n').toString();
    }

    static void eventually(ThrowingRunnable assertion) {
        await().ignoreExceptions()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(assertion);
    }

    /** Deletes the namespace and waits for the last pod, so that the next test has the machine for itself. */
    @Override
    public void close() {
        client.resources(CareStack.class).inNamespace(name).delete();
        client.apps().deployments().inNamespace(name).delete();
        client.apps().statefulSets().inNamespace(name).delete();
        client.pods().inNamespace(name).withGracePeriod(1).delete();
        client.namespaces().withName(name).delete();
        eventually(() ->
                assertThat(client.pods().inNamespace(name).list().getItems()).isEmpty());
    }

    private Resource<CareStack> resource(String stack) {
        return client.resources(CareStack.class).inNamespace(name).withName(stack);
    }
}

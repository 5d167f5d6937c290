package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carestack.operator.api.CareStack;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The policies as they are installed, on a real API server: the sandbox evaluates none. No operator runs, because none is needed. */
@Tag("cluster")
@Tag("cluster-only")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeletionProtectionTest {
    private static final String STACK = """
            apiVersion: carestack.io/v1
            kind: CareStack
            metadata: {name: %s, namespace: %s}
            spec:
              deletionProtection: %s
              components: [{name: web, image: 'acme/web:1'}]
            """;

    private final String unique =
            "carestack-test-guard-" + UUID.randomUUID().toString().substring(0, 8);
    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final List<HasMetadata> policies = policies();

    @BeforeAll
    void installThePoliciesUnderNamesOfTheirOwn() {
        Stage.install(client, Repository.path("crds/carestacks.carestack.io.yaml"));
        policies.forEach(policy -> client.resource(policy).create());
        client.resource(namespace("true")).create();
        apply("guard", true);
        // The API server learns of a policy some moments after it is made; nothing is deleted by a try that only asks.
        Space.eventually(() -> {
            assertRefused(() -> delete("guard", true), "");
            assertRefused(() -> deleteNamespace(true), "");
        });
    }

    @AfterAll
    void removeWhatWasMade() {
        policies.forEach(policy -> client.resource(policy).delete());
        // and it forgets one some moments after it is gone
        Space.eventually(() -> client.namespaces().withName(unique).delete());
        client.close();
    }

    @Test
    void aProtectedStackIsNotDeletedBeforeTheFieldIsTakenBack() {
        apply("kept", true);

        assertRefused(
                () -> delete("kept", false),
                "CareStack " + unique
                        + "/kept is protected; set spec.deletionProtection to false before you delete it");
        assertThat(exists("kept")).isTrue();

        apply("kept", false);
        delete("kept", false);
        Space.eventually(() -> assertThat(exists("kept")).isFalse());
    }

    @Test
    void deletingAllStacksOfANamespaceSparesAProtectedOne() {
        apply("spared", true);

        assertRefused(
                () -> client.resources(CareStack.class).inNamespace(unique).delete(), "is protected");
        assertThat(exists("spared")).isTrue();
    }

    @Test
    void aNamespaceWithTheLabelIsNotDeleted() {
        assertRefused(
                () -> deleteNamespace(false),
                "Namespace " + unique + " is protected; remove its label carestack.io/deletion-protection");
        assertThat(client.namespaces().withName(unique).get().getMetadata().getDeletionTimestamp())
                .isNull();
    }

    @Test
    void whatAsksForNoProtectionIsDeletedAsAlways() {
        apply("free", false);
        delete("free", false);
        Space.eventually(() -> assertThat(exists("free")).isFalse());
    }

    private static void assertRefused(ThrowingCallable deletion, String why) {
        assertThatThrownBy(deletion)
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        refused -> assertThat(refused.getCode()).isEqualTo(403))
                .hasMessageContaining(why);
    }

    private List<HasMetadata> policies() {
        try {
            String shipped = Files.readString(Repository.path("config/deletion-protection.yaml"));
            return client.load(new ByteArrayInputStream(shipped.replace("carestack-operator-protected", unique)
                            .getBytes(StandardCharsets.UTF_8)))
                    .items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Namespace namespace(String label) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(unique)
                .addToLabels("carestack.io/deletion-protection", label)
                .endMetadata()
                .build();
    }

    private void apply(String name, boolean isProtected) {
        client.resource(STACK.formatted(name, unique, isProtected)).serverSideApply();
    }

    private void delete(String name, boolean onlyAsk) {
        var stack = client.resources(CareStack.class).inNamespace(unique).withName(name);
        if (onlyAsk) {
            stack.dryRun().delete();
        } else {
            stack.delete();
        }
    }

    private void deleteNamespace(boolean onlyAsk) {
        var namespace = client.namespaces().withName(unique);
        if (onlyAsk) {
            namespace.dryRun().delete();
        } else {
            namespace.delete();
        }
    }

    private boolean exists(String name) {
        return client.resources(CareStack.class)
                        .inNamespace(unique)
                        .withName(name)
                        .get()
                != null;
    }
}

package io.carestack.acceptance;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rights that an installed operator has on a real cluster, and no more: a ServiceAccount with the roles of {@code config/}, which the chart renders,
 * under names of its own, so that an operator that is installed keeps its rights.
 */
final class OperatorAccount implements AutoCloseable {
    private static final String INSTALLATION = "carestack-system";
    private static final long HOURS = 3600;

    private final KubernetesClient admin;
    private final String namespace;
    private final List<HasMetadata> objects;

    private OperatorAccount(KubernetesClient admin, String namespace, List<HasMetadata> objects) {
        this.admin = admin;
        this.namespace = namespace;
        this.objects = objects;
    }

    /** Makes namespace, account and roles, all named after the namespace. */
    static OperatorAccount create(KubernetesClient admin, String namespace) {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build());
        Stream.of("config/serviceaccount.yaml", "config/rbac.yaml")
                .flatMap(file -> load(admin, file).stream())
                .forEach(object -> {
                    rename(object, namespace);
                    objects.add(object);
                });
        objects.forEach(object -> admin.resource(object).create());
        return new OperatorAccount(admin, namespace, List.copyOf(objects));
    }

    /** How the account logs in to the same server. */
    Config config() {
        Config known = admin.getConfiguration();
        String token = admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(Stage.OPERATOR)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(HOURS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(known.getMasterUrl())
                .withCaCertData(known.getCaCertData())
                .withCaCertFile(known.getCaCertFile())
                .withOauthToken(token)
                .build();
    }

    @Override
    public void close() {
        objects.reversed().forEach(object -> admin.resource(object).delete());
    }

    private static void rename(HasMetadata object, String namespace) {
        switch (object) {
            case ClusterRole role -> role.getMetadata().setName(own(role, namespace));
            case ClusterRoleBinding binding -> {
                binding.getMetadata().setName(own(binding, namespace));
                binding.getRoleRef()
                        .setName(namespace + "-" + binding.getRoleRef().getName());
                binding.getSubjects().forEach(subject -> move(subject, namespace));
            }
            case RoleBinding binding -> {
                binding.getMetadata().setNamespace(namespace);
                binding.getSubjects().forEach(subject -> move(subject, namespace));
            }
            default -> object.getMetadata().setNamespace(namespace);
        }
    }

    private static String own(HasMetadata object, String namespace) {
        return namespace + "-" + object.getMetadata().getName();
    }

    private static void move(Subject subject, String namespace) {
        if (!INSTALLATION.equals(subject.getNamespace())) {
            throw new IllegalStateException("a role is bound to somebody else: " + subject);
        }
        subject.setNamespace(namespace);
    }

    private static List<HasMetadata> load(KubernetesClient client, String file) {
        try (InputStream yaml = Files.newInputStream(Repository.path(file))) {
            return client.load(yaml).items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

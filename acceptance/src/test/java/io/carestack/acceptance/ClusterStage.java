package io.carestack.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.CareStackOperator;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The cluster in KUBECONFIG, with an operator in this process that has the rights of an installed one and looks after one namespace. */
final class ClusterStage implements LiveStage {
    /** The images that tests with pods need, as a node names them. */
    private static final List<String> IMAGES =
            List.of("docker.io/library/postgres:15", "docker.io/library/redis:7", "ghcr.io/acme/writecarenotes:1.0.0");

    private final KubernetesClient admin;
    private final boolean pods;
    private final OperatorAccount account;
    private final Config rights;
    private final OperatorRequests requests = new OperatorRequests();
    private Optional<Space> space = Optional.empty();
    private Optional<CareStackOperator> operator = Optional.empty();

    private ClusterStage(KubernetesClient admin, boolean pods) {
        this.admin = admin;
        this.pods = pods;
        Stage.install(admin, Repository.path("crds/carestacks.carestack.io.yaml"));
        this.account = OperatorAccount.create(admin, unique("carestack-test-operator"));
        this.rights = account.config();
    }

    /** Whether tests that run in the sandbox otherwise shall use the cluster. */
    static boolean isAsked() {
        return Boolean.getBoolean("cluster.tests");
    }

    static ClusterStage withPods() {
        return new ClusterStage(new KubernetesClientBuilder().build(), true);
    }

    /** A quota keeps every pod from being made, so that the cluster is as quiet as an API server alone. */
    static ClusterStage withoutPods() {
        return new ClusterStage(new KubernetesClientBuilder().build(), false);
    }

    /** Why pods cannot run; empty when each image that tests need is on a node. */
    static Optional<String> missing() {
        try (KubernetesClient client = new KubernetesClientBuilder().build()) {
            Set<String> known = client.nodes().list().getItems().stream()
                    .flatMap(node -> node.getStatus().getImages().stream())
                    .map(ContainerImage::getNames)
                    .filter(Objects::nonNull)
                    .flatMap(List::stream)
                    .collect(Collectors.toSet());
            List<String> absent =
                    IMAGES.stream().filter(image -> !known.contains(image)).toList();
            return absent.isEmpty()
                    ? Optional.empty()
                    : Optional.of("no node of the cluster has the images " + String.join(", ", absent));
        }
    }

    @Override
    public Space space(String name) {
        stopOperator();
        space.ifPresent(Space::close);
        Space made = Space.create(admin, unique("carestack-test-" + name));
        space = Optional.of(made);
        if (!pods) {
            admin.resource(new ResourceQuotaBuilder()
                            .withNewMetadata()
                            .withName("no-pods")
                            .withNamespace(made.name())
                            .endMetadata()
                            .withNewSpec()
                            .addToHard("pods", new Quantity("0"))
                            .endSpec()
                            .build())
                    .create();
        }
        startOperator();
        return made;
    }

    @Override
    public Config rights() {
        return rights;
    }

    @Override
    public OperatorRequests requests() {
        return requests;
    }

    @Override
    public long passes() {
        return Stage.passes(operator.orElseThrow());
    }

    @Override
    public void restartOperator() {
        stopOperator();
        startOperator();
    }

    /** A process cannot kill the first one of its own container, but all others, and the first one does not outlive its server. */
    @Override
    public void crash(Space in, String pod, String container) {
        try (ExecWatch kill = admin.pods()
                .inNamespace(in.name())
                .withName(pod)
                .inContainer(container)
                .writingOutput(OutputStream.nullOutputStream())
                .exec("sh", "-c", "kill -KILL -1")) {
            assertThat(kill.exitCode().join()).isNotNull();
        }
    }

    @Override
    public String image() {
        return IMAGES.getLast();
    }

    @Override
    public String missingImage() {
        return "ghcr.io/acme/web:missing";
    }

    @Override
    public void close() {
        stopOperator();
        space.ifPresent(Space::close);
        account.close();
        admin.close();
    }

    private void startOperator() {
        operator = Optional.of(Stage.operator(rights, Set.of(space.orElseThrow().name()), requests));
    }

    private void stopOperator() {
        operator.ifPresent(CareStackOperator::close);
        operator = Optional.empty();
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}

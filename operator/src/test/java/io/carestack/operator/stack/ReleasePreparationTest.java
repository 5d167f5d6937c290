package io.carestack.operator.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.carestack.operator.effective.EffectiveStack;
import io.carestack.operator.fixture.Memories;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.Children;
import io.carestack.operator.kube.Color;
import io.carestack.operator.kube.Labels;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.carestack.operator.rollout.memory.RolloutMarks;
import io.carestack.operator.rollout.observe.Releases;
import io.carestack.operator.rollout.observe.RolloutContext;
import io.carestack.operator.rollout.plan.Gate;
import io.carestack.operator.rollout.plan.Phase;
import io.carestack.operator.rollout.plan.Revision;
import io.carestack.operator.rollout.plan.RolloutMemory;
import io.carestack.operator.rollout.release.ReleaseDesign;
import io.carestack.operator.rollout.release.ReleaseDocument;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ReleasePreparationTest {
    private static final Reference KEYS = new Reference(Kind.Secret, "keys");
    private static final String ONE = """
            components: [{name: web, image: 'notes:1', port: 80, replicas: {min: 3, max: 3}, envFrom: [{secretRef: {name: keys}}]}]
            """;
    private static final String BOTH = """
            components:
            - {name: web, image: 'notes:2', port: 80, replicas: {min: 3, max: 3}}
            - {name: api, image: 'api:2', port: 80}
            """;
    private static final Revision SERVING = new Revision(design(BOTH).release().hash(), Color.BLUE);

    @Test
    void aStackOfWhichNothingExistsOpensInBlueInTheSizeOfItsSpec() {
        ReleasePreparation release = preparation(ONE, RolloutMemory.NOTHING);

        assertThat(release.opens()).isTrue();
        assertThat(release.leave().marks()).isPresent();
        Deployment web = (Deployment) release.contribution(List.of()).desired().stream()
                .filter(Deployment.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(web.getMetadata().getName()).isEqualTo("notes-web-blue");
        assertThat(web.getSpec().getReplicas()).isEqualTo(3);
        assertThat(RolloutMarks.of(List.of(web)).orElseThrow().stable()).isEqualTo(release.first());
    }

    @Test
    void aStackWithPodsOrAPastDoesNotOpen() {
        Deployment web = (Deployment) preparation(ONE, RolloutMemory.NOTHING).contribution(List.of()).desired().stream()
                .filter(Deployment.class::isInstance)
                .findFirst()
                .orElseThrow();

        assertThat(preparation(ONE, RolloutMemory.NOTHING, web).opens()).isFalse();
        assertThat(preparation(ONE, Memories.stable(SERVING)).opens()).isFalse();
        assertThat(preparation(ONE, Memories.releasing(Phase.Building, SERVING, "next"))
                        .opens())
                .isFalse();
        assertThat(preparation("paused: true\n" + ONE, RolloutMemory.NOTHING).opens())
                .isFalse();
        assertThat(preparation("hibernate: true\n" + ONE, RolloutMemory.NOTHING).opens())
                .isFalse();
    }

    @Test
    void aStackWhoseReferencesAreMissingHasNoPodsAndNoReleaseYet() {
        ReleasePreparation release =
                preparation(Stacks.effective(ONE), new References(Map.of()), RolloutMemory.NOTHING);

        assertThat(release.opens()).isFalse();
        assertThat(release.contribution(List.of()).desired()).isEmpty();
        assertThat(release.missingCopies()).isEmpty();
    }

    @Test
    void whatTheSpecDescribesIsKeptBeforeItIsReleasedAndStaysAsItWasWritten() {
        ConfigMap document = document(ONE);

        assertThat(preparation(ONE, Memories.stable(SERVING))
                        .contribution(List.of())
                        .desired())
                .containsExactly(document);
        ConfigMap written = new ConfigMapBuilder(document)
                .withData(Map.of("web", "as another operator wrote it"))
                .editMetadata()
                .addToLabels(Labels.NAME, "changed by hand")
                .endMetadata()
                .build();
        assertThat(preparation(ONE, Memories.stable(SERVING), written)
                        .contribution(List.of())
                        .desired())
                .containsExactly(new ConfigMapBuilder(document)
                        .withData(written.getData())
                        .build());
    }

    @Test
    void copiesThatExistAreNotMadeAgain() {
        String name = Objects.requireNonNull(design(ONE).copies().get(KEYS));

        assertThat(preparation(ONE, Memories.stable(SERVING)).missingCopies()).containsExactly(KEYS);
        assertThat(preparation(ONE, Memories.stable(SERVING), copy(name)).missingCopies())
                .isEmpty();
    }

    @Test
    void everythingOfAComponentThatTheSpecDropsStaysWhileAReleaseHasIt() {
        HasMetadata account = new ServiceAccountBuilder()
                .withMetadata(Stacks.effective(ONE).owner().child("notes-api", "api"))
                .build();

        assertThat(held(Memories.stable(SERVING), document(BOTH), account))
                .contains(tuple("ServiceAccount", "notes-api"));
        assertThat(held(
                        Memories.stable(new Revision(design(ONE).release().hash(), Color.GREEN)),
                        document(BOTH),
                        document(ONE),
                        account))
                .doesNotContain(tuple("ServiceAccount", "notes-api"));
    }

    @Test
    void releasesOfTheHistoryAreKeptWithTheirCopiesAndOthersAreNot() {
        String name = Objects.requireNonNull(design(ONE).copies().get(KEYS));
        HasMetadata[] children = {document(ONE), document(BOTH), copy(name), copy("notes-copy-old")};
        String past = design(ONE).release().hash();

        assertThat(names(preparation(BOTH, Memories.stable(SERVING, past), children)))
                .containsExactlyInAnyOrder(
                        document(ONE).getMetadata().getName(),
                        document(BOTH).getMetadata().getName(),
                        name);
        assertThat(names(preparation(BOTH, Memories.stable(SERVING), children)))
                .containsExactly(document(BOTH).getMetadata().getName());
    }

    @Test
    void aMissingAutoscalerIsMadeUnlessSomethingIsBeingSwitched() {
        for (Phase phase : Phase.values()) {
            RolloutMemory memory =
                    phase == Phase.Stable ? Memories.stable(SERVING) : Memories.releasing(phase, SERVING, "next");

            assertThat(preparation(ONE, memory).leave().autoscale())
                    .as(phase.name())
                    .isEqualTo(!Set.of(
                                    Phase.Switching,
                                    Phase.Monitoring,
                                    Phase.Retiring,
                                    Phase.Aborting,
                                    Phase.RollingBack,
                                    Phase.Degraded)
                            .contains(phase));
        }
    }

    private static List<Tuple> held(RolloutMemory memory, HasMetadata... children) {
        return preparation(ONE, memory, children).contribution(List.of()).held().stream()
                .map(child -> tuple(child.getKind(), child.getMetadata().getName()))
                .toList();
    }

    private static List<String> names(ReleasePreparation release) {
        return release.contribution(List.of()).held().stream()
                .map(child -> child.getMetadata().getName())
                .toList();
    }

    private static ReleasePreparation preparation(String spec, RolloutMemory memory, HasMetadata... children) {
        return preparation(Stacks.effective(spec), known(), memory, children);
    }

    private static ReleasePreparation preparation(
            EffectiveStack stack, References references, RolloutMemory memory, HasMetadata... children) {
        Children seen = new Children(List.of(children));
        return new ReleasePreparation(
                new RolloutContext(
                        stack, references, ReleaseDesign.of(stack, references), new Releases(seen), Gate.OPEN),
                new StackObservation(seen, references, Set.of()),
                memory);
    }

    private static ConfigMap document(String spec) {
        return ReleaseDocument.of(Stacks.effective(spec).owner(), design(spec).release());
    }

    private static ReleaseDesign design(String spec) {
        return ReleaseDesign.of(Stacks.effective(spec), known());
    }

    private static Secret copy(String name) {
        return new SecretBuilder()
                .withMetadata(Stacks.effective(ONE).owner().child(name, "rollout.copy"))
                .build();
    }

    private static References known() {
        return new References(Map.of(KEYS, Optional.of("1")));
    }
}

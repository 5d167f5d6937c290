package io.carestack.operator.rollout.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.kube.ContentHash;
import io.carestack.operator.kube.Owner;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigCopiesTest {
    private static final Owner OWNER = new Owner("care", "notes", "uid");
    private static final PodTemplateSpec TEMPLATE = Serialization.unmarshal("""
            metadata: {labels: {app: notes}}
            spec:
              initContainers:
              - {name: init, envFrom: [{configMapRef: {name: settings}}]}
              containers:
              - name: web
                env:
                - {name: PLAIN, value: a}
                - {name: KEY, valueFrom: {secretKeyRef: {name: keys, key: k}}}
                - {name: MODE, valueFrom: {configMapKeyRef: {name: settings, key: m}}}
                - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                envFrom: [{prefix: A_, secretRef: {name: keys}}]
              volumes:
              - {name: a, secret: {secretName: certificates}}
              - {name: b, configMap: {name: keys}}
              - {name: c, emptyDir: {}}
            """, PodTemplateSpec.class);

    private static ConfigMap settings(String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .endMetadata()
                .addToData("m", value)
                .build();
    }

    private static Secret keys(String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("keys")
                .endMetadata()
                .withType("Opaque")
                .addToData("k", value)
                .build();
    }

    @Test
    void aCopyIsImmutableAndNamedByWhatItContains() {
        ConfigMap copy = ConfigCopies.of(OWNER, settings("a"));

        assertThat(copy.getImmutable()).isTrue();
        assertThat(copy.getData()).isEqualTo(Map.of("m", "a"));
        assertThat(copy.getMetadata().getAnnotations()).containsEntry(ConfigCopies.ORIGINAL, "settings");
        assertThat(OWNER.owns(copy)).isTrue();
        assertThat(copy.getMetadata().getName())
                .isEqualTo(ConfigCopies.of(OWNER, settings("a")).getMetadata().getName())
                .isNotEqualTo(
                        ConfigCopies.of(OWNER, settings("b")).getMetadata().getName());
    }

    @Test
    void theNameFollowsFromTheHashThatIsWatchedToo() {
        Secret secret = keys("djE=");

        assertThat(ConfigCopies.of(OWNER, secret).getMetadata().getName())
                .isEqualTo(ConfigCopies.name(
                        "notes", new Reference(Kind.Secret, "keys"), ContentHash.of(secret.getData())));
        assertThat(ConfigCopies.of(OWNER, secret).getType()).isEqualTo("Opaque");
    }

    @Test
    void everyReferenceOfATemplateIsFound() {
        assertThat(TemplateReferences.of(TEMPLATE))
                .containsExactlyInAnyOrder(
                        new Reference(Kind.ConfigMap, "settings"),
                        new Reference(Kind.Secret, "keys"),
                        new Reference(Kind.Secret, "certificates"),
                        new Reference(Kind.ConfigMap, "keys"));
    }

    @Test
    void everyReferenceThatHasACopyIsReplacedAndNothingElse() {
        PodTemplateSpec replaced = TemplateReferences.replace(
                TEMPLATE,
                Map.of(
                        new Reference(Kind.Secret, "keys"), "copy-1",
                        new Reference(Kind.ConfigMap, "settings"), "copy-2"));

        assertThat(TemplateReferences.of(replaced))
                .containsExactlyInAnyOrder(
                        new Reference(Kind.ConfigMap, "copy-2"),
                        new Reference(Kind.Secret, "copy-1"),
                        new Reference(Kind.Secret, "certificates"),
                        new Reference(Kind.ConfigMap, "keys"));
        assertThat(TemplateReferences.of(TEMPLATE)).contains(new Reference(Kind.Secret, "keys"));
        assertThat(TemplateReferences.replace(
                        replaced,
                        Map.of(
                                new Reference(Kind.Secret, "copy-1"), "keys",
                                new Reference(Kind.ConfigMap, "copy-2"), "settings")))
                .isEqualTo(TEMPLATE);
    }

    @Test
    void onlyCopiesThatNoTemplateNamesAreGarbage() {
        Secret needed = ConfigCopies.of(OWNER, keys("djE="));
        Secret old = ConfigCopies.of(OWNER, keys("djI="));
        ConfigMap other = ConfigCopies.of(OWNER, settings("a"));
        PodTemplateSpec template = TemplateReferences.replace(
                TEMPLATE,
                Map.of(new Reference(Kind.Secret, "keys"), needed.getMetadata().getName()));

        assertThat(ConfigCopies.garbage(List.of(needed, old, other, keys("djM=")), List.of(template)))
                .containsExactly(old, other);
    }

    @Test
    void aConfigMapWithTheNameOfASecretDoesNotKeepIt() {
        Secret copy = ConfigCopies.of(OWNER, keys("djE="));
        PodTemplateSpec template = TemplateReferences.replace(
                TEMPLATE,
                Map.of(
                        new Reference(Kind.ConfigMap, "settings"),
                        copy.getMetadata().getName()));

        assertThat(ConfigCopies.garbage(List.of(copy), List.of(template))).containsExactly(copy);
    }
}

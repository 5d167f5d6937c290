package io.carestack.sandbox.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("cluster")
@ParameterizedClass
@MethodSource("io.carestack.sandbox.apiserver.ApiTarget#all")
final class CustomResourcesTest {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.%1$s}
            spec:
              group: %1$s
              scope: Namespaced
              names: {plural: widgets, kind: Widget}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    required: [spec]
                    properties:
                      spec:
                        type: object
                        required: [replicas]
                        x-kubernetes-validations:
                        - rule: "!has(self.max) || self.replicas <= self.max"
                          message: above max
                          fieldPath: .replicas
                        - {rule: self.mode == oldSelf.mode, message: mode is immutable, reason: FieldValueForbidden}
                        properties:
                          replicas: {type: integer, minimum: 0, maximum: 10}
                          max: {type: integer}
                          mode: {type: string, enum: [a, b], default: a}
                          name: {type: string, pattern: '^[a-z]+$'}
                          memory:
                            anyOf: [{type: integer}, {type: string}]
                            x-kubernetes-int-or-string: true
                            x-kubernetes-validations:
                            - {rule: "quantity(string(self)).isGreaterThan(quantity('1Mi'))", message: too little}
                          components:
                            type: array
                            maxItems: 5
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [name]
                            items:
                              type: object
                              required: [name]
                              properties:
                                name:
                                  type: string
                                  x-kubernetes-validations: [{rule: self != 'bad', message: bad name}]
                                port: {type: integer, default: 7}
                      status: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private final ApiTarget target;
    private final String namespace;
    private final String group = "g" + UUID.randomUUID().toString().substring(0, 8) + ".api-test.carestack.io";
    private final ResourceDefinitionContext widgets;

    CustomResourcesTest(ApiTarget target) {
        this.target = target;
        this.namespace = target.namespace();
        this.widgets = new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion("v1")
                .withKind("Widget")
                .withPlural("widgets")
                .withNamespaced(true)
                .build();
        target.yaml(DEFINITION, group).create();
        await().ignoreExceptions()
                .untilAsserted(() -> assertThat(target.client()
                                .genericKubernetesResources(widgets)
                                .inNamespace(namespace)
                                .list()
                                .getItems())
                        .isEmpty());
    }

    @AfterEach
    void removeDefinition() {
        definition().delete();
    }

    private Resource<CustomResourceDefinition> definition() {
        return target.client().apiextensions().v1().customResourceDefinitions().withName("widgets." + group);
    }

    private Resource<GenericKubernetesResource> widget(String spec) {
        return target.client()
                .genericKubernetesResources(widgets)
                .inNamespace(namespace)
                .load(new ByteArrayInputStream("""
                        apiVersion: %s/v1
                        kind: Widget
                        metadata: {name: w}
                        spec: %s
                        """.formatted(group, spec).getBytes(StandardCharsets.UTF_8)));
    }

    private Resource<GenericKubernetesResource> existing() {
        return target.client()
                .genericKubernetesResources(widgets)
                .inNamespace(namespace)
                .withName("w");
    }

    private static List<String> causes(Runnable write) {
        KubernetesClientException refused = catchThrowableOfType(KubernetesClientException.class, write::run);
        assertThat(refused.getCode()).isEqualTo(422);
        return refused.getStatus().getDetails().getCauses().stream()
                .map(CustomResourcesTest::text)
                .filter(text -> !text.contains("some validation rules were not checked"))
                .toList();
    }

    private static String text(StatusCause cause) {
        return cause.getReason() + " " + cause.getField() + ": " + cause.getMessage();
    }

    @Test
    void defaultsAreFilledInAndUnknownFieldsDropped() {
        GenericKubernetesResource created =
                widget("{replicas: 1, foo: 1, components: [{name: x}]}").create();

        assertThat(created.<Object>get("spec", "mode")).isEqualTo("a");
        assertThat(created.<Object>get("spec", "foo")).isNull();
        assertThat(created.<Object>get("spec", "components", 0, "port")).isEqualTo(7);
        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void theSchemaIsEnforced() {
        assertThat(causes(() -> widget("{replicas: 99, name: A1, mode: c}").create()))
                .containsExactlyInAnyOrder(
                        "FieldValueInvalid spec.replicas: Invalid value: 99: spec.replicas in body should be less than or"
                                + " equal to 10",
                        "FieldValueInvalid spec.name: Invalid value: \"A1\": spec.name in body should match '^[a-z]+$'",
                        "FieldValueNotSupported spec.mode: Unsupported value: \"c\": supported values: \"a\", \"b\"");
        assertThat(causes(() -> widget("{name: a}").create()))
                .containsExactly("FieldValueRequired spec.replicas: Required value");
        assertThat(causes(() -> widget("{replicas: x}").create()))
                .containsExactly("FieldValueTypeInvalid spec.replicas: Invalid value: \"string\": spec.replicas in body"
                        + " must be of type integer: \"string\"");
    }

    @Test
    void rulesAreEnforcedWhereTheyStand() {
        assertThat(causes(() -> widget("{replicas: 5, max: 3, memory: 1k, components: [{name: ok}, {name: bad}]}")
                        .create()))
                .containsExactlyInAnyOrder(
                        "FieldValueInvalid spec.replicas: Invalid value: above max",
                        "FieldValueInvalid spec.memory: Invalid value: \"1k\": too little",
                        "FieldValueInvalid spec.components[1].name: Invalid value: \"bad\": bad name");
    }

    @Test
    void transitionRulesCompareWithTheOldValue() {
        widget("{replicas: 1}").create();

        assertThat(causes(() -> existing().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"mode\":\"b\"}}")))
                .containsExactly("FieldValueForbidden spec: Forbidden: mode is immutable");
    }

    @Test
    void theStatusHasAnEndpointOfItsOwn() {
        widget("{replicas: 1}").create();

        GenericKubernetesResource patched = existing()
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":{\"x\":1},\"spec\":{\"replicas\":9}}");

        assertThat(patched.<Object>get("status", "x")).isEqualTo(1);
        assertThat(patched.<Object>get("spec", "replicas")).isEqualTo(1);
        assertThat(patched.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(existing()
                        .patch(
                                PatchContext.of(PatchType.JSON_MERGE),
                                "{\"status\":{\"x\":2},\"spec\":{\"replicas\":2}}")
                        .<Object>get("status", "x"))
                .isEqualTo(1);
        assertThat(existing().get().getMetadata().getGeneration()).isEqualTo(2);
    }

    @Test
    void keyedListsMergeUnderServerSideApply() {
        widget("{replicas: 1, components: [{name: a, port: 1}]}")
                .fieldManager("one")
                .serverSideApply();

        GenericKubernetesResource merged = widget("{replicas: 1, components: [{name: b, port: 2}]}")
                .fieldManager("two")
                .serverSideApply();

        List<?> components = merged.get("spec", "components");
        assertThat(components).hasSize(2);
    }

    @Test
    void deletingTheDefinitionDeletesItsObjects() {
        widget("{replicas: 1}").create();

        definition().delete();

        await().untilAsserted(() -> assertThat(definition().get()).isNull());
    }
}

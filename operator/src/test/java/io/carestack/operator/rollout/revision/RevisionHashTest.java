package io.carestack.operator.rollout.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.kube.References;
import io.carestack.operator.kube.References.Kind;
import io.carestack.operator.kube.References.Reference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionHashTest {
    private static final String COMPONENT =
            "name: web, image: 'notes:1', port: 3001, env: [{name: MODE, value: a}], envFrom: [{secretRef: {name: keys}}]";

    private static String hash(String component, Map<Reference, Optional<String>> known) {
        return RevisionHash.of(Stacks.effective("components: [{" + component + "}]"), new References(known));
    }

    private static String hash(String component) {
        return hash(component, Map.of());
    }

    @Test
    void itIsSixteenDigitsThatStayTheSameFromOneOperatorToTheNext() {
        assertThat(hash("name: web, image: 'notes:1', port: 3001"))
                .matches("[0-9a-f]{16}")
                .isEqualTo("796bb2417cca4ab8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas: {min: 5, max: 5}",
                "replicas: {min: 2, max: 9}, autoscaling: {memory: 60}",
                "args: []",
                "volumes: []"
            })
    void whatChangesNoPodIsNoNewRelease(String more) {
        assertThat(hash(COMPONENT + ", " + more)).isEqualTo(hash(COMPONENT));
    }

    @Test
    void howOftenMetricsAreReadIsNoNewRelease() {
        assertThat(hash(COMPONENT + ", metrics: {interval: 5s}")).isEqualTo(hash(COMPONENT + ", metrics: {}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "probes: {readiness: /ready}",
                "metrics: {port: 9100}",
                "shutdown: {drain: 31s}",
                "connections: false",
                "resources: {requests: {cpu: 300m}}",
                "volumes: [{name: tmp, mountPath: /tmp, emptyDir: {}}]",
                "command: [run]",
                "args: ['']",
                "pod: {labels: {team: care}}"
            })
    void whatChangesAPodIsANewRelease(String more) {
        assertThat(hash(COMPONENT + ", " + more)).isNotEqualTo(hash(COMPONENT));
    }

    @Test
    void anImageAnEnvironmentAPortAndANameAreANewRelease() {
        for (String changed : List.of(
                COMPONENT.replace("notes:1", "notes:2"),
                COMPONENT.replace("value: a", "value: b"),
                COMPONENT.replace("3001", "3002"),
                COMPONENT.replace("name: web", "name: api"))) {
            assertThat(hash(changed)).as(changed).isNotEqualTo(hash(COMPONENT));
        }
    }

    @Test
    void theContentOfAReferencedSecretIsANewReleaseAndThatOfTheOperatorsOwnIsNot() {
        Reference keys = new Reference(Kind.Secret, "keys");
        Map<Reference, Optional<String>> known = new HashMap<>(Map.of(keys, Optional.of("1")));
        String before = hash(COMPONENT, known);

        known.put(new Reference(Kind.Secret, "notes-postgres-app"), Optional.of("2"));
        assertThat(hash(COMPONENT, known)).isEqualTo(before);
        known.put(keys, Optional.of("2"));
        assertThat(hash(COMPONENT, known)).isNotEqualTo(before);
    }

    @Test
    void theOrderOfComponentsDoesNotMatter() {
        String web = "{name: web, image: 'notes:1', port: 3001}";
        String worker = "{name: worker, image: 'worker:1'}";

        assertThat(RevisionHash.of(
                        Stacks.effective("components: [" + web + ", " + worker + "]"), new References(Map.of())))
                .isEqualTo(RevisionHash.of(
                        Stacks.effective("components: [" + worker + ", " + web + "]"), new References(Map.of())));
    }
}

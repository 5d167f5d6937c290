package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operator's pod meets the Pod Security Standard "restricted" and more. */
class PodSecurityTest {
    private static final JsonNode POD =
            Chart.render(Map.of()).only("Deployment").at("/spec/template/spec");
    private static final JsonNode CONTAINER = POD.at("/containers/0");

    @Test
    void itSharesNothingWithTheNode() {
        assertThat(POD.has("hostNetwork")).isFalse();
        assertThat(POD.has("hostPID")).isFalse();
        assertThat(POD.has("hostIPC")).isFalse();
        assertThat(CONTAINER.at("/ports/0").has("hostPort")).isFalse();
        for (JsonNode volume : POD.get("volumes")) {
            assertThat(volume.has("emptyDir") || volume.has("projected"))
                    .as("volume %s", volume)
                    .isTrue();
        }
    }

    @Test
    void itRunsAsAnOrdinaryUserWithoutCapabilities() {
        assertThat(POD.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(POD.at("/securityContext/runAsUser").asInt()).isEqualTo(10001);
        assertThat(POD.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        JsonNode context = CONTAINER.get("securityContext");
        assertThat(context.get("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(context.at("/capabilities").has("add")).isFalse();
        assertThat(context.has("privileged")).isFalse();
    }

    @Test
    void itsFileSystemIsReadOnlyButForTmp() {
        assertThat(CONTAINER.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        List<String> writable = CONTAINER
                .get("volumeMounts")
                .valueStream()
                .filter(mount -> !mount.path("readOnly").asBoolean())
                .map(mount -> mount.get("mountPath").asText())
                .toList();
        assertThat(writable).containsExactly("/tmp");
    }

    @Test
    void itsTokenIsShortLived() {
        assertThat(POD.get("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(POD.findValue("expirationSeconds").asInt()).isLessThanOrEqualTo(3607);
    }
}

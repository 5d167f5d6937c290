package io.carestack.operator.rollout.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.operator.effective.EffectiveComponent;
import io.carestack.operator.fixture.Stacks;
import io.carestack.operator.rollout.plan.Gate;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaGateTest {
    private static final EffectiveComponent WEB = Stacks.effective(
                    "components: [{name: web, image: 'notes:1', port: 3001, resources: {requests: {cpu: 500m, memory: 512Mi}, limits: {cpu: '2', memory: 2Gi}}}]")
            .components()
            .getFirst();

    private static ResourceQuota quota(String name, String hard, String used, String... scopes) {
        return new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("team")
                .endMetadata()
                .withNewSpec()
                .addToHard(name, new Quantity(hard))
                .withScopes(scopes)
                .endSpec()
                .withNewStatus()
                .addToHard(name, new Quantity(hard))
                .addToUsed(name, new Quantity(used))
                .endStatus()
                .build();
    }

    private static Gate three(ResourceQuota... quotas) {
        return QuotaGate.of(List.of(quotas), ColorDemand.NOTHING.plus(WEB, 3));
    }

    @Test
    void withoutQuotasThereIsRoom() {
        assertThat(three()).isEqualTo(Gate.OPEN);
    }

    @Test
    void whatFitsExactlyFits() {
        assertThat(three(quota("requests.cpu", "4", "2500m"))).isEqualTo(Gate.OPEN);
        assertThat(three(quota("requests.cpu", "4", "2501m")).reason())
                .isEqualTo(
                        "quota team: requests.cpu has 1.499 left of 4, the new pods need 1.5; raise the quota or lower"
                                + " the component's replicas or resources");
    }

    @Test
    void everyNameThatQuotasHaveForPodsCounts() {
        for (String name : List.of("pods", "count/pods", "cpu", "requests.cpu", "memory", "requests.memory")) {
            assertThat(three(quota(name, "1", "0")).open()).as(name).isFalse();
        }
        assertThat(three(quota("limits.cpu", "6", "1")).open()).isFalse();
        assertThat(three(quota("limits.memory", "6Gi", "1Mi")).open()).isFalse();
        assertThat(three(quota("count/secrets", "0", "0")).open()).isTrue();
    }

    @Test
    void aQuotaThatIsOverdrawnHasNothingLeft() {
        assertThat(three(quota("pods", "3", "5")).reason()).startsWith("quota team: pods has 0 left of 3");
    }

    @Test
    void quotasOfOtherPodsDoNotCount() {
        assertThat(three(quota("pods", "0", "0", "BestEffort"))).isEqualTo(Gate.OPEN);
        assertThat(three(quota("pods", "0", "0", "Terminating"))).isEqualTo(Gate.OPEN);
        assertThat(three(quota("pods", "0", "0", "NotBestEffort", "NotTerminating"))
                        .open())
                .isFalse();
    }

    @Test
    void nothingToMakeNeedsNoRoom() {
        assertThat(QuotaGate.of(List.of(quota("pods", "0", "0")), ColorDemand.NOTHING.plus(WEB, -1)))
                .isEqualTo(Gate.OPEN);
    }

    @Test
    void componentsAddUp() {
        assertThat(ColorDemand.NOTHING.plus(WEB, 2).plus(WEB, 3).amounts().get("pods"))
                .isEqualByComparingTo("5");
    }
}

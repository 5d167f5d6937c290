package io.carestack.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.carestack.sandbox.machinery.Shell;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {

    @Test
    void aSandboxKeepsItsClaimWhateverElseThisProcessClaims() {
        try (Lease first = Lease.take()) {
            try (Lease second = Lease.take()) {
                assertThat(second.addresses().index())
                        .isNotEqualTo(first.addresses().index());
                assertThat(isHeld(first)).as("after another claim").isTrue();
            }
            assertThat(isHeld(first)).as("after the end of another claim").isTrue();
            assertThat(first.directory()).exists();
        }
    }

    @Test
    void aClaimThatIsGivenBackLeavesNothing() {
        Lease lease = Lease.take();
        lease.close();

        assertThat(lease.directory()).doesNotExist();
    }

    private static boolean isHeld(Lease lease) {
        String lock = "/run/carestack-sandbox/" + lease.addresses().index() + ".lock";
        return !Shell.run(List.of("flock", "--nonblock", lock, "true"), "", Duration.ofSeconds(5))
                .succeeded();
    }
}

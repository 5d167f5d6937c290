package io.carestack.operator.postgres.model;

import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void small() {
        System.out.println(Search.of(Scenario.of("crash", Scenario.spec(3, 1)).with(Fault.CRASH, 1).with(Fault.TAKEOVER, 1).states(300000).settling()).report());
    }
}

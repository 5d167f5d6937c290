package io.carestack.sandbox.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CutsTest {
    private final Cuts cuts = new Cuts(Addresses.of(1, "x"));

    @Test
    void eachPeerHasItsOwnAddresses() {
        assertThat(cuts.rules(new Peer.Pods(), Direction.INBOUND))
                .containsExactly("INPUT -i eth0 -s 10.202.128.0/17 -j DROP");
        assertThat(cuts.rules(new Peer.Host(), Direction.OUTBOUND))
                .containsExactly("OUTPUT -o eth0 -d 10.202.0.1 -j DROP");
        assertThat(cuts.rules(new Peer.Everyone(), Direction.BOTH))
                .containsExactly("INPUT -i eth0 -j DROP", "OUTPUT -o eth0 -j DROP");
    }
}

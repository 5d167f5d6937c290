package io.carestack.operator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WalTailTest {
    private static final long PAGE = 8192;
    private static final long SEGMENT = 16 * 1024 * 1024;
    private static final WalTail TAIL = new WalTail(PAGE, SEGMENT);

    @Test
    void aRecordBeginsAtTheNextMultipleOfEightOrAfterTheHeaderOfAPage() {
        assertThat(TAIL.start(1001)).isEqualTo(1008);
        assertThat(TAIL.start(1008)).isEqualTo(1008);
        assertThat(TAIL.start(3 * PAGE - 3)).isEqualTo(3 * PAGE + 24);
        assertThat(TAIL.start(5 * SEGMENT)).isEqualTo(5 * SEGMENT + 40);
    }

    @Test
    void aRecordThatCrossesPagesEndsAfterTheirHeaders() {
        assertThat(TAIL.end(1008, 100)).isEqualTo(1108);
        assertThat(TAIL.end(PAGE - 50, 50)).isEqualTo(PAGE);
        assertThat(TAIL.end(PAGE - 50, 60)).isEqualTo(PAGE + 24 + 10);
        assertThat(TAIL.end(SEGMENT - 50, 60)).isEqualTo(SEGMENT + 40 + 10);
        assertThat(TAIL.end(PAGE - 50, 50 + (PAGE - 24) + 1)).isEqualTo(2 * PAGE + 24 + 1);
    }

    @Test
    void segmentsAreNumberedInTwoHalves() {
        assertThat(TAIL.segment(SEGMENT)).isEqualTo("0000000000000001");
        assertThat(TAIL.segment((1L << 32) + 2 * SEGMENT + 5)).isEqualTo("0000000100000002");
    }
}

package io.carestack.operator.effective;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({
        "1000m, 1",
        "1500m, 1500m",
        "1.5, 1500m",
        "2.0, 2",
        "0.1, 100m",
        "1, 1",
        "2000, 2k",
        "0, 0",
        "0m, 0",
        "1024Mi, 1Gi",
        "1536Mi, 1536Mi",
        "1.5Gi, 1536Mi",
        "512Ki, 512Ki",
        "10240Mi, 10Gi",
        "0.5Mi, 512Ki",
        "1000M, 1G",
        "2000M, 2G",
        "1073741824, 1073741824",
        "512, 512",
        "0.5Ki, 512",
        "1000Mi, 1000Mi"
    })
    void quantitiesAreWrittenAsTheApiServerWritesThemBack(String written, String stored) {
        assertThat(Quantities.canonical(written)).isEqualTo(stored);
    }
}

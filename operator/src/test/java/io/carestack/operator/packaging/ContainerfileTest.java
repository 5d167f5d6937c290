package io.carestack.operator.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ContainerfileTest {
    private static final String CONTAINERFILE = Repository.read("Containerfile");

    /** The AOT cache is refused by a Java VM with other options. */
    @Test
    void theImageStartsWithTheOptionsThatTheAotCacheWasRecordedWith() {
        Matcher recorded =
                Pattern.compile("java_options=\"([^\"]+)\"").matcher(Repository.read("packaging/java-options.sh"));
        assertThat(recorded.find()).isTrue();
        List<String> options = List.of(recorded.group(1).split(" "));
        assertThat(entryPoint().subList(1, options.size() + 1)).isEqualTo(options);
    }

    @Test
    void theImageRunsAsTheUserThatTheChartNames() {
        assertThat(CONTAINERFILE).contains("\nUSER 10001:10001\n");
    }

    private static List<String> entryPoint() {
        String list = CONTAINERFILE.substring(CONTAINERFILE.indexOf("ENTRYPOINT ["), CONTAINERFILE.indexOf("]\n"));
        return Pattern.compile("\"([^\"]+)\"")
                .matcher(list)
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}

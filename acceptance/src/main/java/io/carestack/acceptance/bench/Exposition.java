package io.carestack.acceptance.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Metrics in Prometheus' text format. */
record Exposition(List<Sample> samples) {
    private static final Pattern LINE =
            Pattern.compile("^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([^ ]+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One series and its value. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static Exposition parse(String text) {
        List<Sample> samples = new ArrayList<>();
        Matcher line = LINE.matcher(text);
        while (line.find()) {
            Map<String, String> labels = new HashMap<>();
            if (line.group(2) != null) {
                Matcher label = LABEL.matcher(line.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
            }
            samples.add(new Sample(
                    line.group(1), labels, Double.parseDouble(line.group(3).replace("Inf", "Infinity"))));
        }
        return new Exposition(samples);
    }

    /** Sum of all series of the name that the labels let in; 0 when there is none. */
    double sum(String name, Predicate<Map<String, String>> which) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && which.test(sample.labels()))
                .mapToDouble(Sample::value)
                .sum();
    }

    double sum(String name) {
        return sum(name, labels -> true);
    }
}

package io.carestack.acceptance.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of the budgets with their bars, and what was measured beside them. */
final class Report {
    private final String title;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Report(String title) {
        this.title = title;
    }

    /** A measured line; the bar is compared by the caller. */
    void line(String what, String bar, boolean isMet, String measured) {
        add(new Line(what, bar, isMet ? "met" : "MISSED", measured));
    }

    /** A measured line whose bar is for more stacks than this run has: it can be missed, but not be met for good. */
    void line(String what, String bar, boolean isMet, boolean isFullSize, String measured) {
        add(new Line(what, bar, isMet ? isFullSize ? "met" : "(met)" : "MISSED", measured));
    }

    /** A line without a bar of its own. */
    void line(String what, String measured) {
        add(new Line(what, "", "", measured));
    }

    /** A line of the table that this run leaves out, and why. */
    void omitted(String what, String bar, String why) {
        add(new Line(what, bar, "not run", why));
    }

    void note(String sentence) {
        notes.add(sentence);
        System.out.println("» " + sentence);
    }

    void print() {
        System.out.println();
        System.out.println(text());
    }

    void write(Path file) throws IOException {
        Files.writeString(file, text());
    }

    /** Markdown that can be read as it is. */
    private String text() {
        StringBuilder text = new StringBuilder("## " + title + "\n\n");
        int first = lines.stream().mapToInt(line -> line.what().length()).max().orElse(4);
        int second = lines.stream().mapToInt(line -> line.bar().length()).max().orElse(3);
        String row = "| %-" + first + "s | %-" + second + "s | %-7s | %s |%n";
        text.append(row.formatted("What", "Bar", "", "Measured"));
        text.append("|---|---|---|---|\n");
        for (Line line : lines) {
            text.append(row.formatted(line.what(), line.bar(), line.verdict(), line.measured()));
        }
        text.append('\n');
        text.append("- (met): with fewer stacks than the bar is for\n");
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    private void add(Line line) {
        lines.add(line);
        System.out.printf(Locale.ROOT, "  %-42s %-7s %s%n", line.what(), line.verdict(), line.measured());
    }

    private record Line(String what, String bar, String verdict, String measured) {}
}

package io.petrel.issue;

import io.petrel.text.Visible;
import java.util.List;
import java.util.stream.Collectors;

/** Writes faults for a person: place, what is wrong, the line, a caret. */
public final class IssuePrinter {
  /** A line longer than this is shown around the fault only. */
  private static final int MAX_LINE = 160;

  private IssuePrinter() {}

  public static String print(List<Issue> issues) {
    return issues.stream().map(IssuePrinter::print).collect(Collectors.joining("\n"));
  }

  /** One fault; ends with a line break. */
  public static String print(Issue issue) {
    StringBuilder text = new StringBuilder(issue.file());
    if (issue.line() > 0) {
      text.append(':').append(issue.line()).append(':').append(issue.column());
    }
    text.append(": ").append(issue.severity().word()).append(": ").append(issue.message());
    text.append('\n');
    if (!issue.sourceLine().isBlank()) {
      appendLine(issue, text);
    }
    return text.toString();
  }

  private static void appendLine(Issue issue, StringBuilder text) {
    String line = issue.sourceLine();
    int caret = Math.max(0, Math.min(issue.column() - 1, line.length()));
    int from = line.length() > MAX_LINE ? Math.max(0, caret - MAX_LINE / 2) : 0;
    int to = Math.min(line.length(), from + MAX_LINE);
    String number = String.valueOf(issue.line());
    String shown = printable(line.substring(from, to));
    int carets = Math.max(1, Math.min(issue.length(), to - caret));
    text.append("  ").append(number).append(" | ").append(shown).append('\n');
    text.append("  ").append(" ".repeat(number.length())).append(" | ");
    text.append(" ".repeat(caret - from)).append("^".repeat(carets)).append('\n');
  }

  /** One character for one, so that the caret stays under its place. */
  private static String printable(String line) {
    return line.chars()
        .map(c -> c == '\t' ? ' ' : Visible.isControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}

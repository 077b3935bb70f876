package io.petrel.diagram;

import java.util.ArrayList;
import java.util.List;

/** Breaks conditions into lines, before {@code &&} and {@code ||} where that is possible. */
final class Wrapping {
  private Wrapping() {}

  /** Lines of at most {@code width} characters, each word whole as far as it fits. */
  static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : text.split(" (?=&&|\\|\\|)", -1)) {
      if (line.length() > 0 && line.length() + 1 + part.length() > width) {
        flush(line, lines, width);
      }
      line.append(line.length() > 0 ? " " : "").append(part);
    }
    flush(line, lines, width);
    return lines;
  }

  private static void flush(StringBuilder line, List<String> lines, int width) {
    String rest = line.toString();
    while (rest.length() > width) {
      int space = rest.lastIndexOf(' ', width);
      int end = space <= 0 ? width : space;
      lines.add(rest.substring(0, end));
      rest = "  " + rest.substring(end).strip();
    }
    lines.add(rest);
    line.setLength(0);
  }
}

package io.petrel.diagram;

import io.petrel.diagram.Row.Box;
import io.petrel.diagram.Row.Close;
import io.petrel.diagram.Row.Kind;
import io.petrel.diagram.Row.Link;
import io.petrel.diagram.Row.Open;
import io.petrel.rule.Contiguity;
import io.petrel.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/** A pattern drawn with characters, for a terminal. */
public final class TextDiagram {
  /** Characters of a line, frames included. */
  private static final int WIDTH = 78;

  private TextDiagram() {}

  /** The lines, without line breaks. */
  public static List<String> lines(Rule rule) {
    List<String> lines = new ArrayList<>(Row.captions(rule));
    for (Row row : Row.of(rule)) {
      String left = "│ ".repeat(row.depth());
      String right = " │".repeat(row.depth());
      int width = WIDTH - left.length() - right.length();
      for (String line : draw(row, width)) {
        lines.add(left + line + " ".repeat(Math.max(0, width - line.length())) + right);
      }
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private static List<String> draw(Row row, int width) {
    if (row instanceof Box box) {
      return box(box, width);
    }
    if (row instanceof Link link) {
      String arrow = link.follows() == Contiguity.STRICT ? "   ┃" : "   ╎";
      return List.of((arrow + " " + link.text()).stripTrailing(), "   ▼");
    }
    if (row instanceof Open open) {
      return List.of(edge('┌', '─', '┐', open.title(), open.badge(), width));
    }
    assert row instanceof Close;
    return List.of("└" + "─".repeat(width - 2) + "┘");
  }

  private static List<String> box(Box box, int width) {
    boolean dashed = box.kind() == Kind.OPTIONAL || box.kind() == Kind.ABSENT;
    boolean alert = box.kind() == Kind.ALERT;
    char line = alert ? '═' : dashed ? '╌' : '─';
    char side = alert ? '║' : dashed ? '╎' : '│';
    List<String> lines = new ArrayList<>();
    String title = box.kind() == Kind.ABSENT ? "✗ " + box.title() : box.title();
    lines.add(edge(alert ? '╔' : '┌', line, alert ? '╗' : '┐', title, box.badge(), width));
    for (String text : box.texts()) {
      for (String part : Wrapping.lines(text, width - 4)) {
        lines.add(side + " " + part + " ".repeat(width - 3 - part.length()) + side);
      }
    }
    lines.add((alert ? "╚" : "└") + String.valueOf(line).repeat(width - 2) + (alert ? "╝" : "┘"));
    return lines;
  }

  private static String edge(
      char left, char line, char right, String title, String badge, int width) {
    String end = badge.isEmpty() ? "" : " " + badge + " " + line;
    int most = Math.max(4, width - 5 - end.length());
    String shown = title.length() > most ? title.substring(0, most - 2) + ".." : title;
    String start = left + String.valueOf(line) + " " + shown + " ";
    int fill = Math.max(0, width - 1 - start.length() - end.length());
    return start + String.valueOf(line).repeat(fill) + end + right;
  }
}

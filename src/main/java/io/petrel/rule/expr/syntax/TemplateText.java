package io.petrel.rule.expr.syntax;

import java.util.ArrayList;
import java.util.List;

/** Splits a text into fixed and computed pieces. */
public final class TemplateText {
  private TemplateText() {}

  /**
   * A piece of a text.
   *
   * @param offset its first character in the text, 0-based
   */
  public record Piece(String text, int offset, boolean isExpression) {}

  public static List<Piece> split(String text, Faults faults) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = end(text, at + 2);
        if (end < 0) {
          faults.error(at, 2, "'${' has no closing '}'");
          return pieces;
        }
        if (!literal.isEmpty()) {
          pieces.add(new Piece(literal.toString(), at, false));
          literal.setLength(0);
        }
        pieces.add(new Piece(text.substring(at + 2, end), at + 2, true));
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    if (!literal.isEmpty()) {
      pieces.add(new Piece(literal.toString(), at, false));
    }
    return pieces;
  }

  /** The closing brace that is not in quotes; -1 if there is none. */
  private static int end(String text, int from) {
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '}') {
        return i;
      }
    }
    return -1;
  }
}

package io.petrel.issue;

/** What can be said of the text of a CEL expression before, or beside, its parsing. */
public final class ExpressionText {
  private ExpressionText() {}

  /**
   * Reports a comment. YAML joins the lines of a folded text, so what follows a comment on the
   * lines after it would be taken for a part of it, and left out without a word.
   *
   * @return whether there is one
   */
  public static boolean reportComment(String text, SyntaxFault.Sink faults) {
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("//", at)) {
        faults.error(
            at,
            2,
            "an expression has no comments: '//' would hide what follows; write it with '#' on a line above the key");
        return true;
      }
      at = isQuote(text, at) ? literalEnd(text, at) : at + 1;
    }
    return false;
  }

  /** The text on one line: white space folded, but not inside quotes, where it counts. */
  public static String folded(String text) {
    StringBuilder folded = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (isQuote(text, at)) {
        int end = literalEnd(text, at);
        folded.append(text, at, end);
        at = end;
      } else if (Character.isWhitespace(text.charAt(at))) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
          at++;
        }
        folded.append(' ');
      } else {
        folded.append(text.charAt(at++));
      }
    }
    return folded.toString().strip();
  }

  /**
   * Where a text in quotes ends.
   *
   * @param from its first quote
   * @return after its last quote, or the end of the text when there is none
   */
  public static int literalEnd(String text, int from) {
    String quote = text.substring(from, from + 1);
    String end = text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
    boolean raw = isRaw(text, from);
    for (int at = from + end.length(); at < text.length(); at++) {
      if (text.charAt(at) == '\\' && !raw) {
        at++;
      } else if (text.startsWith(end, at)) {
        return at + end.length();
      }
    }
    return text.length();
  }

  private static boolean isQuote(String text, int at) {
    return text.charAt(at) == '"' || text.charAt(at) == '\'';
  }

  /** Whether {@code r} stands before the quote, with or without {@code b}: nothing is escaped. */
  private static boolean isRaw(String text, int quote) {
    int from = quote;
    while (from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))) {
      from--;
    }
    String prefix = text.substring(from, quote);
    return prefix.length() <= 2 && (prefix.contains("r") || prefix.contains("R"));
  }
}

package io.petrel.display;

/**
 * Text from outside (stations, rules) made harmless for a mail: without controls, line separators
 * and direction overrides, so it cannot start a header or a line, nor reverse the words around it.
 * All text in a template or header passes here.
 */
public final class SafeText {
  /** Longer than any honest description. */
  private static final int LONGEST = 4000;

  private SafeText() {}

  /** One line: white space folded to single blanks. */
  public static String line(String text) {
    StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
    boolean blank = true;
    for (int i = 0; i < text.length() && clean.length() < LONGEST; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (isSpace(point)) {
        if (!blank) {
          clean.append(' ');
        }
        blank = true;
      } else if (!isHidden(point)) {
        clean.appendCodePoint(point);
        blank = false;
      }
    }
    return clean.toString().strip();
  }

  /** At most {@code length} characters, with an ellipsis when some are left out. */
  public static String line(String text, int length) {
    String line = line(text);
    if (line.codePointCount(0, line.length()) <= length) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, length - 1)).stripTrailing() + "…";
  }

  private static boolean isSpace(int point) {
    return Character.isWhitespace(point)
        || (Character.isSpaceChar(point) && point != 0xA0)
        || Character.isISOControl(point);
  }

  /**
   * Formats, lone surrogates, private and unassigned characters; joiners stay: scripts need them.
   */
  private static boolean isHidden(int point) {
    int type = Character.getType(point);
    boolean joiner = point == 0x200C || point == 0x200D;
    return (type == Character.FORMAT && !joiner)
        || type == Character.SURROGATE
        || type == Character.PRIVATE_USE
        || type == Character.UNASSIGNED;
  }
}

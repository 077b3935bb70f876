package io.petrel.wire.cap;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts in the forms of CAP 1.2. */
final class CapText {
  /** CAP 1.2, 3.3.2: no fractions, no {@code Z}; UTC is {@code -00:00}. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'-00:00'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern NAME = Pattern.compile("[^\\s,<&]+");
  private static final int REPLACEMENT = 0xFFFD;

  private CapText() {}

  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /**
   * Checks an identifier or sender.
   *
   * @throws IllegalArgumentException if it is empty or has a space, a comma, {@code <} or {@code &}
   */
  static String name(String element, String value) {
    if (!NAME.matcher(value).matches() || !value.equals(clean(value))) {
      throw new IllegalArgumentException(
          "%s '%s' is empty or has a character that CAP does not allow there"
              .formatted(element, value));
    }
    return value;
  }

  /**
   * Replaces every character that XML 1.0 does not allow by U+FFFD, and line ends by a line feed; a
   * reader gets exactly this text.
   */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (point == '\r') {
        if (i == text.length() || text.charAt(i) != '\n') {
          clean.append('\n');
        }
      } else {
        clean.appendCodePoint(isXml(point) ? point : REPLACEMENT);
      }
    }
    return clean.toString();
  }

  /** The text, cut to a number of characters (code points) with an ellipsis. */
  static String shorten(String text, int limit) {
    if (text.codePointCount(0, text.length()) <= limit) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, limit - 1)) + "…";
  }

  /** A number without exponent, at most five decimals. */
  static String number(double value) {
    return new java.math.BigDecimal(value)
        .setScale(5, java.math.RoundingMode.HALF_UP)
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The production Char of XML 1.0. */
  private static boolean isXml(int point) {
    return point == 0x9
        || point == 0xA
        || (point >= 0x20 && point <= 0xD7FF)
        || (point >= 0xE000 && point <= 0xFFFD)
        || (point >= 0x10000 && point <= 0x10FFFF);
  }
}

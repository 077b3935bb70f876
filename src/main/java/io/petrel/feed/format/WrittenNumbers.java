package io.petrel.feed.format;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Reads numbers of feeds. */
final class WrittenNumbers {
  private static final String CHARACTERS = "0123456789+-.eE";

  private static final Pattern GROUPED_POINT =
      Pattern.compile(
          "[+-]?\\d{1,3}(?:(?:,\\d{3})+\\.\\d+|(?:,\\d{3}){2,}|(?:['\u2019\u00a0\u202f]\\d{3})+(?:\\.\\d+)?)");
  private static final Pattern GROUPED_COMMA =
      Pattern.compile(
          "[+-]?\\d{1,3}(?:(?:\\.\\d{3})+,\\d+|(?:\\.\\d{3}){2,}|(?:['\u2019\u00a0\u202f]\\d{3})+(?:,\\d+)?)");

  private WrittenNumbers() {}

  /** A plain decimal number; no NaN, hexadecimal or type letter, which Java would take. */
  static OptionalDouble decimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (CHARACTERS.indexOf(text.charAt(i)) < 0) {
        return OptionalDouble.empty();
      }
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /**
   * A number as people write it: with that decimal sign, groups of three digits between the other
   * sign or an apostrophe or narrow blank, and a true minus. What could also be read otherwise, as
   * {@code 1,015} is with a decimal point, is no number.
   *
   * @param sign a point or a comma
   */
  static OptionalDouble decimal(String text, char sign) {
    String plain = text.replace('\u2212', '-');
    boolean comma = sign == ',';
    if (comma ? plain.indexOf('.') < 0 : plain.indexOf(',') < 0) {
      OptionalDouble number = decimal(comma ? plain.replace(',', '.') : plain);
      if (number.isPresent()) {
        return number;
      }
    }
    if (!(comma ? GROUPED_COMMA : GROUPED_POINT).matcher(plain).matches()) {
      return OptionalDouble.empty();
    }
    String digits = plain.replaceAll(comma ? "[^\\d,+-]" : "[^\\d.+-]", "");
    return decimal(comma ? digits.replace(',', '.') : digits);
  }

  /** A number in JSON, or a text that is one; empty = neither. */
  static OptionalDouble of(JsonNode node) {
    if (node.isTextual()) {
      return decimal(node.textValue().strip());
    }
    return node.isNumber() && Double.isFinite(node.doubleValue())
        ? OptionalDouble.of(node.doubleValue())
        : OptionalDouble.empty();
  }

  /** Short enough for a message. */
  static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}

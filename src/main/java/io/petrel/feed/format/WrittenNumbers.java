package io.petrel.feed.format;

import java.util.OptionalDouble;

/** Reads numbers of feeds. */
final class WrittenNumbers {
  private static final String CHARACTERS = "0123456789+-.eE";

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

  /** Short enough for a message. */
  static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }
}

package io.petrel.text;

import java.util.Locale;

/** Formats words for a sentence or a title. */
public final class Sentences {
  private Sentences() {}

  /** The text with a capital first letter. */
  public static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}

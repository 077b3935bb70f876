package io.petrel.text;

import java.util.Locale;

/**
 * Text from outside made harmless for a terminal or a log: what would control it, or turn the order
 * of the words around it, is shown as {@code \}{@code u001b}. Inside a JSON text that is the same
 * character, so lines of JSON can pass here, too.
 */
public final class Visible {
  private Visible() {}

  /** Whether a terminal would do something else with the character than show it in its place. */
  public static boolean isControl(int character) {
    return Character.isISOControl(character)
        || character == 0x061C // Arabic letter mark
        || character == 0x200E // left-to-right mark
        || character == 0x200F // right-to-left mark
        || (character >= 0x2028 && character <= 0x202E) // line separators, embeddings, overrides
        || (character >= 0x2066 && character <= 0x2069); // isolates
  }

  /** The text; line breaks and tabs stay. */
  public static String of(String text) {
    int harmless = 0;
    while (harmless < text.length() && stays(text, harmless)) {
      harmless++;
    }
    if (harmless == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16).append(text, 0, harmless);
    for (int i = harmless; i < text.length(); i++) {
      if (stays(text, i)) {
        visible.append(text.charAt(i));
      } else {
        visible.append(String.format(Locale.ROOT, "\\u%04x", (int) text.charAt(i)));
      }
    }
    return visible.toString();
  }

  private static boolean stays(String text, int at) {
    char c = text.charAt(at);
    return !isControl(c)
        || c == '\n'
        || c == '\t'
        || (c == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n');
  }
}

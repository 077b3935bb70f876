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
    StringBuilder visible = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean stays =
          !isControl(c)
              || c == '\n'
              || c == '\t'
              || (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n');
      if (stays) {
        visible.append(c);
      } else {
        visible.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return visible.toString();
  }
}

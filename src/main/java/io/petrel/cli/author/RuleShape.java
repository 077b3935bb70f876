package io.petrel.cli.author;

import io.petrel.rule.RuleFile;
import io.petrel.text.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Templates of new rules, each with its tests, for the author to edit. */
public enum RuleShape {
  /** A value crosses a limit. */
  THRESHOLD,
  /** A value changes fast. */
  FALL,
  /** One thing comes after another. */
  SEQUENCE,
  /** Something does not come. */
  ABSENCE,
  /** Something lasts. */
  SUSTAINED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The text of a rule of this shape. */
  String rule(String id) {
    return text(RuleFile.nameOf(word()), id);
  }

  /** The text of its tests. */
  String tests(String id) {
    return text(RuleFile.testNameOf(word()), id);
  }

  private String text(String file, String id) {
    String name = "starter/" + file;
    try (InputStream in = RuleShape.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@RULE@", id)
          .replace("@TITLE@", title(id));
    } catch (IOException e) {
      throw new IllegalStateException("the jar's " + name + " cannot be read", e);
    }
  }

  /** Such as {@code Fresh wind} for {@code fresh-wind}. */
  private static String title(String id) {
    return Sentences.capital(id.replace('-', ' ').strip());
  }
}

package io.petrel.issue;

import java.util.Locale;

/** How much an {@link Issue} matters. */
public enum IssueSeverity {
  /** The file cannot be used. */
  ERROR,
  /** The file works, but hardly as its author means. */
  WARNING;

  /** As printed: {@code error}, {@code warning}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

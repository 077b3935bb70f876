package io.petrel.rule;

import io.petrel.state.Sha256;

/**
 * A rule as it lies in the rule folder. Jobs ship and keep rules as text and compile them where
 * they run, so a savepoint holds nothing of the compiler's inner shape.
 *
 * @param name file name without folder, such as {@code squall.yaml}
 */
public record RuleFile(String name, String text) {
  /** Hash of the text: 12 hex digits of SHA-256. The rule's version. */
  public String version() {
    return Sha256.hex(text, 6);
  }
}

package io.petrel.rule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A rule as it lies in the rule folder. Jobs ship and keep rules as text and compile them where
 * they run, so a savepoint holds nothing of the compiler's inner shape.
 *
 * @param name file name without folder, such as {@code squall.yaml}
 */
public record RuleFile(String name, String text) {
  /** Hash of the text: 12 hex digits of SHA-256. The rule's version. */
  public String version() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

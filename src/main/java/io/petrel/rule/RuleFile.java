package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.Fields;
import io.petrel.state.Sha256;
import java.io.Serializable;

/**
 * A rule as it lies in the rule folder. Jobs ship and keep rules as text and compile them where
 * they run, so a savepoint holds nothing of the compiler's inner shape.
 *
 * @param name file name without folder, such as {@code squall.yaml}
 */
public record RuleFile(String name, String text) implements Serializable {
  public static final Codec<RuleFile> CODEC =
      Codec.of(
          "rule-file",
          1,
          RuleFile.class,
          (file, out) -> {
            Fields.writeString(file.name, out);
            Fields.writeString(file.text, out);
          },
          (version, in) -> new RuleFile(Fields.readString(in), Fields.readString(in)));

  /** Hash of the text: 12 hex digits of SHA-256. The rule's version. */
  public String version() {
    return Sha256.hex(text, 6);
  }
}

package io.petrel.rule;

import io.petrel.state.Codec;
import io.petrel.state.Sha256;
import io.petrel.state.StateFields;
import java.io.Serializable;

/**
 * A file of the rule folder: its name is the rule's id and {@code .yaml}; its tests are beside it
 * in {@code .test.yaml}. Jobs ship and keep rules as text and compile them where they run, so a
 * savepoint does not depend on the compiler.
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
            StateFields.writeString(file.name, out);
            StateFields.writeString(file.text, out);
          },
          (version, in) -> new RuleFile(StateFields.readString(in), StateFields.readString(in)));

  private static final String END = ".yaml";
  private static final String TEST_END = ".test.yaml";

  public static RuleFile of(String id, String text) {
    return new RuleFile(nameOf(id), text);
  }

  /** The name of a rule's file. */
  public static String nameOf(String id) {
    return id + END;
  }

  /** The name of the file with a rule's tests. */
  public static String testNameOf(String id) {
    return id + TEST_END;
  }

  /** The id of the rule in a file of that name, or whose tests it holds. */
  public static String idOf(String fileName) {
    String end = isTest(fileName) ? TEST_END : END;
    return fileName.endsWith(end)
        ? fileName.substring(0, fileName.length() - end.length())
        : fileName;
  }

  /** Whether a file of that name is a rule. */
  public static boolean isRule(String fileName) {
    return fileName.endsWith(END) && !isTest(fileName) && !fileName.startsWith(".");
  }

  /** Whether a file of that name holds tests of a rule. */
  public static boolean isTest(String fileName) {
    return fileName.endsWith(TEST_END);
  }

  /** The id of the rule. */
  public String id() {
    return idOf(name);
  }

  /** Hash of the text: 12 hex digits of SHA-256. The rule's version. */
  public String version() {
    return Sha256.hex(text, 6);
  }
}

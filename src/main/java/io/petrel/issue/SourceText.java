package io.petrel.issue;

import java.util.List;

/** A text that a person wrote, with its name for messages. Immutable. */
public final class SourceText {
  private final String name;
  private final String text;
  private final List<String> lines;

  /**
   * Keeps a text.
   *
   * @param name file name for messages, such as {@code rules/squall.yaml}
   */
  public SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    this.lines = text.lines().toList();
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** All lines, without line breaks. */
  public List<String> lines() {
    return lines;
  }

  /** A line without its line break, 1-based; empty outside the text. */
  public String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }
}

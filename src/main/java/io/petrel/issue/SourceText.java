package io.petrel.issue;

import java.util.List;

/**
 * A text that a person wrote, under the name by which that person knows it.
 *
 * @param name file name for messages, such as {@code rules/squall.yaml}
 */
public record SourceText(String name, String text) {
  /** A line without its line break, 1-based; empty outside the text. */
  public String line(int number) {
    List<String> lines = text.lines().toList();
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }
}

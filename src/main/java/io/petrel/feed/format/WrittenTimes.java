package io.petrel.feed.format;

import io.petrel.feed.mapping.TimeRule;
import java.time.DateTimeException;
import java.util.Map;

/** Reads the time of a report, or says why it cannot be read. */
final class WrittenTimes {
  private WrittenTimes() {}

  /** What the text of a time turned out to be. */
  sealed interface Outcome {}

  /** A time. */
  record Read(TimeRule.WrittenTime time) implements Outcome {}

  /** None; the text says why. */
  record Fault(String text) implements Outcome {}

  static Outcome read(TimeRule rule, Map<String, String> texts) {
    var gap = rule.from().missing(texts);
    if (gap.isPresent()) {
      return new Fault("%s is empty, and the time needs it".formatted(gap.get()));
    }
    String text = rule.from().expand(texts);
    try {
      return new Read(rule.read(text));
    } catch (DateTimeException | NumberFormatException e) {
      return new Fault(
          "the time is '%s', which cannot be read: %s"
              .formatted(
                  WrittenNumbers.shown(text),
                  WrittenNumbers.shown(String.valueOf(e.getMessage()))));
    }
  }
}

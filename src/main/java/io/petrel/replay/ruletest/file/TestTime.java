package io.petrel.replay.ruletest.file;

import io.petrel.text.Durations;
import io.petrel.yaml.YamlValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.OptionalLong;

/**
 * The times of one test: an offset from its start, such as {@code 0} or {@code 2h30m}, or ISO-8601.
 *
 * @param startMillis milliseconds since 1970 UTC
 */
public record TestTime(long startMillis) {
  static final String FORMS =
      "expected a time after the start such as 0, 30m or 2h30m, or 2026-01-01T06:00Z";

  /** The event time that a text means, if it means one. */
  OptionalLong parse(String text) {
    if (text.equals("0")) {
      return OptionalLong.of(startMillis);
    }
    return Durations.parse(text)
        .map(offset -> OptionalLong.of(startMillis + offset.toMillis()))
        .orElseGet(() -> absolute(text));
  }

  /** The event time of a value; empty, with the fault reported, if it has none. */
  OptionalLong read(YamlValue value) {
    String text = value.text().orElse(null);
    if (text == null) {
      return OptionalLong.empty();
    }
    OptionalLong time = parse(text.strip());
    if (time.isEmpty()) {
      value.error("%s, found '%s'".formatted(FORMS, text));
    }
    return time;
  }

  /** A point in time, or a fault reported. */
  static OptionalLong readInstant(YamlValue value) {
    String text = value.text().orElse(null);
    if (text == null) {
      return OptionalLong.empty();
    }
    OptionalLong time = absolute(text.strip());
    if (time.isEmpty()) {
      value.error("expected a time such as 2026-01-01T06:00Z, found '%s'".formatted(text));
    }
    return time;
  }

  /** As an offset from the start. */
  public String show(long millis) {
    long offset = millis - startMillis;
    if (offset == 0) {
      return "0";
    }
    String shown = Durations.code(Duration.ofMillis(Math.abs(offset)));
    return offset < 0 ? shown + " before the start" : shown;
  }

  private static OptionalLong absolute(String text) {
    try {
      return OptionalLong.of(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }
}

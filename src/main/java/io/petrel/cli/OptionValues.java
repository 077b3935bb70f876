package io.petrel.cli;

import io.petrel.yaml.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options. */
final class OptionValues {
  private OptionValues() {}

  static Duration duration(String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is not a duration such as 90s, 30m, 2h30m or 1d".formatted(text)));
  }

  static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new TypeConversionException(
          "'%s' is not a time with an offset such as 2026-01-31T06:00:00Z".formatted(text));
    }
  }
}

package io.petrel.cli;

import io.petrel.issue.NearestName;
import io.petrel.text.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  static RuleShape shape(String text) {
    List<String> known = Arrays.stream(RuleShape.values()).map(RuleShape::word).toList();
    if (!known.contains(text)) {
      throw new TypeConversionException(
          "'%s' is no shape of a rule; allowed are %s%s"
              .formatted(text, String.join(", ", known), NearestName.hint(text, known)));
    }
    return RuleShape.valueOf(text.toUpperCase(Locale.ROOT));
  }
}

package io.petrel.feed.format;

import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NOAA ISD-Lite: year, month, day, hour (UTC) and eight whole numbers, -9999 for a missing one. The
 * station stands in the file's name only, {@code USAF-WBAN-YEAR}; times are rounded to hours.
 */
final class IsdLiteLines implements LineFeed.Lines {
  private static final Pattern FILE_NAME = Pattern.compile("(\\w{6})-(\\w{5})-\\d{4}\\b.*");
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final int NUMBERS = 12;
  private static final int MISSING = -9999;

  /** A trace of rain. */
  private static final int TRACE = -1;

  private static final FieldRule RAIN =
      FieldRule.of("precipitation 1 h", Variables.PRECIP_MM, Unit.MILLIMETRE, 1);
  private static final FieldRule SIX_HOURS = FieldRule.precipitation("precipitation 6 h", 6, 1);
  private static final List<FieldRule> RULES =
      List.of(
          FieldRule.of("air temperature", Variables.TEMPERATURE_C, Unit.CELSIUS, 1),
          FieldRule.of("dew point", Variables.DEW_POINT_C, Unit.CELSIUS, 1),
          FieldRule.of("sea level pressure", Variables.PRESSURE_HPA, Unit.HECTOPASCAL, 1),
          FieldRule.of("wind direction", Variables.WIND_DIRECTION_DEG, Unit.DEGREE, 0),
          FieldRule.of("wind speed", Variables.WIND_SPEED_MS, Unit.METRE_PER_SECOND, 1),
          RAIN,
          SIX_HOURS);

  /** Place of each rule's number in a line, and what divides it. */
  private static final int[] COLUMNS = {4, 5, 6, 7, 8, 10, 11};

  private static final int[] DIVISORS = {10, 10, 10, 1, 10, 10, 10};

  private final Map<String, String> names;

  private IsdLiteLines(Map<String, String> names) {
    this.names = Map.copyOf(names);
  }

  static IsdLiteLines of(Path file) {
    Map<String, String> names = new HashMap<>();
    Matcher matcher = FILE_NAME.matcher(String.valueOf(file.getFileName()));
    if (matcher.matches()) {
      names.put("usaf", matcher.group(1));
      names.put("wban", matcher.group(2));
    }
    return new IsdLiteLines(names);
  }

  @Override
  public List<FieldRule> rules() {
    return RULES;
  }

  @Override
  public FeedRow row(long line, String text) {
    String[] parts = SPACES.split(text.strip(), -1);
    int[] numbers = new int[NUMBERS];
    if (parts.length != NUMBERS) {
      return new FeedRow.Skipped(
          line,
          SkipReason.MALFORMED,
          "%d numbers where ISD-Lite has %d".formatted(parts.length, NUMBERS));
    }
    for (int i = 0; i < NUMBERS; i++) {
      if (!parts[i].matches("[+-]?\\d{1,8}")) {
        return new FeedRow.Skipped(
            line,
            SkipReason.MALFORMED,
            "number %d is '%s', no whole number".formatted(i + 1, WrittenNumbers.shown(parts[i])));
      }
      numbers[i] = Integer.parseInt(parts[i]);
    }
    LocalDateTime time;
    try {
      time = LocalDateTime.of(numbers[0], numbers[1], numbers[2], numbers[3], 0);
    } catch (DateTimeException e) {
      return new FeedRow.Skipped(line, SkipReason.BAD_TIME, "" + e.getMessage());
    }
    List<FeedRow.Value> values = new ArrayList<>();
    for (int i = 0; i < COLUMNS.length; i++) {
      values.add(value(RULES.get(i), numbers[COLUMNS[i]], DIVISORS[i]));
    }
    return new FeedRow.Report(
        line,
        names,
        new TimeRule.Exact(time.toInstant(ZoneOffset.UTC)),
        0,
        values,
        List.of(),
        new FeedRow.Rain(Duration.ofHours(1), false, false),
        List.of());
  }

  private static FeedRow.Value value(FieldRule rule, int number, double divisor) {
    double value = number == MISSING ? Double.NaN : number / divisor;
    return new FeedRow.Value(
        rule,
        (rule.equals(RAIN) || rule.equals(SIX_HOURS)) && number == TRACE ? 0 : value,
        rule.unit(),
        "");
  }
}

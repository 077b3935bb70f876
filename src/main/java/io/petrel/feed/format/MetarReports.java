package io.petrel.feed.format;

import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.feed.metar.MetarFault;
import io.petrel.feed.metar.MetarParser;
import io.petrel.feed.metar.MetarReport;
import io.petrel.feed.metar.MetarText;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rows of METAR texts. Not thread-safe. */
final class MetarReports {
  private static final FieldRule PRESSURE =
      FieldRule.of("SLP", Variables.PRESSURE_HPA, Unit.HECTOPASCAL, 1);
  private static final FieldRule TEMPERATURE =
      FieldRule.of("temperature", Variables.TEMPERATURE_C, Unit.CELSIUS, 1);
  private static final FieldRule DEW_POINT =
      FieldRule.of("dew point", Variables.DEW_POINT_C, Unit.CELSIUS, 1);
  private static final FieldRule SPEED =
      FieldRule.of("wind", Variables.WIND_SPEED_MS, Unit.METRE_PER_SECOND, 2);
  private static final FieldRule GUST =
      FieldRule.of("gust", Variables.WIND_GUST_MS, Unit.METRE_PER_SECOND, 2);
  private static final FieldRule DIRECTION =
      FieldRule.of("wind direction", Variables.WIND_DIRECTION_DEG, Unit.DEGREE, 0);
  private static final FieldRule VISIBILITY =
      FieldRule.of("visibility", Variables.VISIBILITY_M, Unit.METRE, 0);
  private static final FieldRule RAIN =
      FieldRule.of("P group", Variables.PRECIP_MM, Unit.MILLIMETRE, 2);
  private static final FieldRule SNOW =
      FieldRule.of("4/ group", Variables.SNOW_DEPTH_CM, Unit.CENTIMETRE, 0);

  private static final FieldRule WEATHER =
      FieldRule.of("present weather groups", ObservationField.PRESENT_WEATHER);

  private static final FieldRule SUM_3H = FieldRule.precipitation("6 group", 3, 2);
  private static final FieldRule SUM_6H = FieldRule.precipitation("6 group", 6, 2);
  private static final FieldRule SUM_24H = FieldRule.precipitation("7 group", 24, 2);

  /** Two pressures in one field would make every change of it false. */
  private static final FieldRule ALTIMETER =
      FieldRule.extra("Q or A group", "altimeter_hpa", Unit.HECTOPASCAL, 1);

  static final List<FieldRule> RULES =
      List.of(
          PRESSURE,
          TEMPERATURE,
          DEW_POINT,
          SPEED,
          GUST,
          DIRECTION,
          VISIBILITY,
          RAIN,
          SNOW,
          ALTIMETER,
          SUM_3H,
          SUM_6H,
          SUM_24H,
          WEATHER);

  /** Routine reports of a report that does not say METAR or SPECI come near the hour's end. */
  private static final int ROUTINE_FROM_MINUTE = 45;

  private final ReportDates dates;

  MetarReports(ReportDates dates) {
    this.dates = dates;
  }

  /**
   * The row of a report.
   *
   * @param near a time within a day of the report's; null = not known
   * @param names further texts for templates
   */
  FeedRow row(long line, String text, @Nullable Instant near, Map<String, String> names) {
    return row(line, () -> MetarParser.parse(text), near, names);
  }

  /** The row of a report in a text of many. */
  FeedRow row(MetarText.Found found) {
    return found.date() != null && found.near() == null
        ? new FeedRow.Skipped(
            found.line(),
            SkipReason.BAD_TIME,
            "the date before the report is '%s', which is none"
                .formatted(WrittenNumbers.shown(found.date())))
        : row(found.line(), found::report, found.near(), Map.of());
  }

  /** Reads a report. */
  private interface Parsed {
    MetarReport report() throws MetarFault;
  }

  private FeedRow row(long line, Parsed parsed, @Nullable Instant near, Map<String, String> names) {
    MetarReport report;
    try {
      report = parsed.report();
    } catch (MetarFault e) {
      SkipReason reason =
          switch (e.kind()) {
            case NIL -> SkipReason.NO_REPORT;
            case MALFORMED -> SkipReason.MALFORMED;
            case FORECAST -> SkipReason.NOT_AN_OBSERVATION;
          };
      return new FeedRow.Skipped(line, reason, "" + e.getMessage());
    }
    Optional<Instant> time = dates.resolve(report, near);
    if (time.isEmpty()) {
      return new FeedRow.Skipped(line, SkipReason.BAD_TIME, dates.fault(report, near));
    }
    Map<String, String> all = new HashMap<>(names);
    all.put("station", report.station());
    return new FeedRow.Report(
        line,
        all,
        new TimeRule.Exact(time.get()),
        report.correction(),
        values(report),
        List.of(new FeedRow.Text(WEATHER, report.presentWeather(), "")),
        new FeedRow.Rain(Duration.ofHours(1), true, isRoutine(report)),
        report.unreadable());
  }

  private static boolean isRoutine(MetarReport report) {
    return switch (report.kind()) {
      case METAR -> true;
      case SPECI -> false;
      case UNKNOWN -> report.minute() >= ROUTINE_FROM_MINUTE;
    };
  }

  private static List<FeedRow.Value> values(MetarReport report) {
    return List.of(
        value(PRESSURE, report.seaLevelPressure()),
        value(TEMPERATURE, report.temperature()),
        value(DEW_POINT, report.dewPoint()),
        value(SPEED, report.windSpeed()),
        value(GUST, report.windGust()),
        value(DIRECTION, report.windDirection()),
        value(VISIBILITY, report.visibility()),
        value(RAIN, report.precipitation()),
        value(SNOW, report.snowDepth()),
        value(ALTIMETER, report.altimeter()),
        value(SUM_3H, sum(report, 3)),
        value(SUM_6H, sum(report, 6)),
        value(SUM_24H, sum(report, 24)));
  }

  private static double sum(MetarReport report, int hours) {
    return report.sums().getOrDefault(hours, Double.NaN);
  }

  private static FeedRow.Value value(FieldRule rule, double number) {
    return new FeedRow.Value(rule, number, rule.unit(), "");
  }
}

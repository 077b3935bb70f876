package io.petrel.feed;

import io.petrel.feed.format.FeedRow;
import io.petrel.feed.format.SkipReason;
import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.FieldTarget;
import io.petrel.feed.mapping.MappingTemplate;
import io.petrel.feed.mapping.StationTable;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.Decoded;
import io.petrel.wire.ObservationChecks;
import io.petrel.wire.RejectReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes observations of reports, and counts what becomes of their values. Not thread-safe. */
final class ObservationMaker {
  private static final int SHOWN_STATIONS = 20;

  private final FeedMapping mapping;
  private final StationClock clock = new StationClock();
  private final RainLedger rain = new RainLedger();
  private final Map<FieldRule, FieldTally> tallies = new LinkedHashMap<>();
  private final TreeSet<String> unknownStations = new TreeSet<>();

  /** What a report became. */
  sealed interface Outcome {}

  /** An observation. */
  record Made(Observation observation) implements Outcome {}

  /** None. */
  record NotMade(SkipReason reason, String text) implements Outcome {}

  ObservationMaker(FeedMapping mapping) {
    this.mapping = mapping;
  }

  /** Makes the values of these rules known, so that one without any value is counted as well. */
  void expect(List<FieldRule> rules) {
    rules.forEach(this::tally);
  }

  List<ImportReport.Field> fields() {
    return tallies.entrySet().stream()
        .filter(entry -> isWanted(entry.getKey()))
        .map(entry -> entry.getValue().count())
        .toList();
  }

  long ambiguousTimes() {
    return clock.ambiguous();
  }

  /** Some of the stations that the station table does not have. */
  List<String> unknownStations() {
    return List.copyOf(unknownStations);
  }

  Outcome make(FeedRow.Report report, RecentReports recent) {
    Optional<String> gap = mapping.stationId().missing(report.names());
    if (gap.isPresent()) {
      return new NotMade(
          SkipReason.BAD_STATION,
          "the station's id needs %s, which the report does not have".formatted(gap.get()));
    }
    String station = mapping.stationId().expand(report.names()).strip();
    Optional<Instant> time = clock.resolve(report.time(), recent.lastTime(station));
    if (time.isEmpty()) {
      TimeRule.Local local = (TimeRule.Local) report.time();
      return new NotMade(
          SkipReason.BAD_TIME,
          "%s never was in %s: the clock skipped it".formatted(local.time(), local.zone()));
    }
    long millis = millis(time.get());
    Observation.Builder builder = Observation.at(station, millis).revision(report.revision());
    describe(builder, station, report.names());
    // The identity first: a row that is skipped must not count among the values.
    Decoded.Rejected<Observation> fault = ObservationChecks.fault(builder.build());
    if (fault != null) {
      return new NotMade(reason(fault.reason()), fault.text());
    }
    for (FeedRow.Value value : report.values()) {
      if (isWanted(value.rule())) {
        set(builder, value, station, millis, report.rain());
      }
    }
    if (report.rain() != null) {
      rain.reported(station, millis, report.rain());
    }
    return new Made(withoutCalmDirection(builder, report.values()));
  }

  /** Far outside of what is allowed where it does not fit, so that the checks say so. */
  private static long millis(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException | DateTimeException e) {
      return Long.MAX_VALUE;
    }
  }

  private static SkipReason reason(RejectReason reason) {
    return switch (reason) {
      case BAD_STATION_ID -> SkipReason.BAD_STATION;
      case BAD_TIME, TIME_IN_FUTURE -> SkipReason.BAD_TIME;
      case BAD_TEXT -> SkipReason.BAD_TEXT;
      case EMPTY,
          TOO_LARGE,
          UNKNOWN_FORMAT,
          UNKNOWN_SCHEMA,
          TOO_MANY_SCHEMA_IDS,
          INCOMPATIBLE_SCHEMA,
          MALFORMED,
          TOO_MANY_STATIONS,
          TOO_MANY_REPORTS ->
          SkipReason.MALFORMED;
    };
  }

  private void describe(Observation.Builder builder, String station, Map<String, String> names) {
    String name = text(mapping.stationName(), names);
    String region = text(mapping.region(), names);
    if (!mapping.stations().isEmpty()) {
      StationTable.Entry entry = mapping.stations().find(station, names);
      if (entry == null) {
        if (unknownStations.size() < SHOWN_STATIONS) {
          unknownStations.add(station);
        }
      } else {
        name = name == null ? entry.name() : name;
        region = region == null ? entry.region() : region;
        entry.values().forEach((target, value) -> builder.set(target.name(), value));
      }
    }
    builder.stationName(name).region(region);
  }

  private static @Nullable String text(
      @Nullable MappingTemplate template, Map<String, String> names) {
    if (template == null || template.missing(names).isPresent()) {
      return null;
    }
    String text = template.expand(names).strip();
    return text.isEmpty() ? null : text;
  }

  private void set(
      Observation.Builder builder,
      FeedRow.Value value,
      String station,
      long time,
      FeedRow.@Nullable Rain period) {
    FieldRule rule = value.rule();
    FieldTally tally = tally(rule);
    if (Double.isNaN(value.number())) {
      tally.missing();
      return;
    }
    if (mapping.rejectedQuality().contains(value.quality())) {
      tally.rejected();
      return;
    }
    double converted =
        rounded(value.unit().to(rule.targetUnit(), value.number() * rule.scale()), rule);
    Variable variable = rule.target().variable();
    if (variable == null) {
      tally.written(value.unit());
      builder.extra(rule.target().extraName(), converted);
      return;
    }
    if (!variable.isPlausible(converted)) {
      tally.implausible();
      return;
    }
    if (variable.equals(Variables.PRECIP_MM) && period != null) {
      converted = rain.sincePrevious(station, time, converted, period);
      if (Double.isNaN(converted)) {
        tally.overlapping();
        return;
      }
    }
    tally.written(value.unit());
    builder.set(variable, converted);
  }

  private static double rounded(double value, FieldRule rule) {
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).setScale(rule.decimals(), RoundingMode.HALF_UP).doubleValue()
        : value;
  }

  /** Feeds write 0 degrees where there is no wind; north is 360. */
  private Observation withoutCalmDirection(
      Observation.Builder builder, List<FeedRow.Value> values) {
    Observation observation = builder.build();
    if (observation.value(Variables.WIND_SPEED_MS) != 0
        || !observation.has(Variables.WIND_DIRECTION_DEG)) {
      return observation;
    }
    FieldTarget direction = FieldTarget.of(Variables.WIND_DIRECTION_DEG);
    for (FeedRow.Value value : values) {
      if (value.rule().target().equals(direction)) {
        tally(value.rule()).becameCalm();
      }
    }
    return builder.set(Variables.WIND_DIRECTION_DEG, Double.NaN).build();
  }

  private boolean isWanted(FieldRule rule) {
    return !mapping.leaveOut().contains(rule.target().name());
  }

  private FieldTally tally(FieldRule rule) {
    return tallies.computeIfAbsent(rule, FieldTally::new);
  }

  /** Names of the {@code extra} values that these rules make. */
  List<String> extras(List<FieldRule> rules) {
    List<String> names = new ArrayList<>();
    for (FieldRule rule : rules) {
      if (rule.target().isExtra() && isWanted(rule)) {
        names.add(rule.target().extraName());
      }
    }
    return names;
  }
}

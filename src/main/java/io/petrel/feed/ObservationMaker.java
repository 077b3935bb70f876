package io.petrel.feed;

import io.petrel.feed.format.FeedRow;
import io.petrel.feed.format.RecentMap;
import io.petrel.feed.format.SkipReason;
import io.petrel.feed.mapping.FeedMapping;
import io.petrel.feed.mapping.FieldRule;
import io.petrel.feed.mapping.FieldTarget;
import io.petrel.feed.mapping.MappingTemplate;
import io.petrel.feed.mapping.StationTable;
import io.petrel.feed.mapping.TimeRule;
import io.petrel.weather.Moisture;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.wire.Decoded;
import io.petrel.wire.ObservationChecks;
import io.petrel.wire.RejectReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes observations of reports, and counts what becomes of their values. Not thread-safe. */
final class ObservationMaker {
  private static final int SHOWN_STATIONS = 20;

  private final FeedMapping mapping;
  private final StationClock clock = new StationClock();
  private final RainLedger rain = new RainLedger();
  private final Map<FieldRule, FieldTally> tallies = new LinkedHashMap<>();
  private final CounterHint counterHint = new CounterHint();
  private final TreeSet<String> unknownStations = new TreeSet<>();

  /** What a report became. */
  sealed interface Outcome {}

  /**
   * An observation. Its precipitation is still the sum that the report says; see {@link #settle}.
   *
   * @param rain what the sum is over; null = since the report before
   * @param sum as the feed has it; null = the report has none
   */
  record Made(Observation observation, FeedRow.@Nullable Rain rain, FeedRow.@Nullable Value sum)
      implements Outcome {}

  /** None. */
  record NotMade(SkipReason reason, String text) implements Outcome {}

  ObservationMaker(FeedMapping mapping) {
    this.mapping = mapping;
  }

  /** Makes the values of these rules known, so that one without any value is counted as well. */
  void expect(List<FieldRule> rules) {
    rules.forEach(this::tally);
    derivable(rules).forEach(derived -> tally(derived.rule));
  }

  List<ImportReport.Field> fields() {
    return tallies.entrySet().stream()
        .filter(entry -> isWanted(entry.getKey()))
        .map(entry -> entry.getValue().count())
        .toList();
  }

  /** What a person should look at. */
  List<String> hints() {
    return counterHint.text().stream().toList();
  }

  long ambiguousTimes() {
    return clock.ambiguous();
  }

  /** Some of the stations that the station table does not have. */
  List<String> unknownStations() {
    return List.copyOf(unknownStations);
  }

  /** Begins a file, of which these are the first local times of a station. */
  void beginFile(List<TimeRule.Local> first) {
    clock.begin(first);
  }

  Outcome make(FeedRow.Report report) {
    Optional<String> gap = mapping.stationId().missing(report.names());
    if (gap.isPresent()) {
      return new NotMade(
          SkipReason.BAD_STATION,
          "the station's id needs %s, which the report does not have".formatted(gap.get()));
    }
    String station = mapping.stationId().expand(report.names()).strip();
    StationTable.Entry entry = mapping.stations().find(station, report.names());
    ZoneId zone = report.time() instanceof TimeRule.Local local ? local.zone() : ZoneOffset.UTC;
    zone = zone == null && entry != null ? entry.zone() : zone;
    if (zone == null) {
      return new NotMade(
          SkipReason.BAD_TIME, "the time has no offset, and nothing says whose clock it is");
    }
    Optional<Instant> time = clock.resolve(station, report.time(), zone);
    if (time.isEmpty()) {
      TimeRule.Local local = (TimeRule.Local) report.time();
      return new NotMade(
          SkipReason.BAD_TIME,
          "%s never was in %s: the clock skipped it".formatted(local.time(), zone));
    }
    long millis = millis(time.get());
    Observation.Builder builder = Observation.at(station, millis).revision(report.revision());
    if (!mapping.leaveOut().contains(ObservationField.FEED.name())) {
      builder.feed(mapping.name());
    }
    describe(builder, station, report.names(), entry);
    // The identity first: a row that is skipped must not count among the values.
    Decoded.Rejected<Observation> fault = ObservationChecks.fault(builder.build());
    if (fault != null) {
      return new NotMade(reason(fault.reason()), fault.text());
    }
    FeedRow.Value sum = null;
    for (FeedRow.Value value : report.values()) {
      if (isWanted(value.rule())) {
        set(builder, value, report.rain());
        sum = Variables.PRECIP_MM.equals(value.rule().target().variable()) ? value : sum;
      }
    }
    if (sum != null && report.rain() == null) {
      counterHint.see(station, sum);
    }
    setTexts(builder, report.texts());
    withoutNullIsland(builder, report.values());
    derive(builder, DerivedField.HUMIDITY);
    derive(builder, DerivedField.DEW_POINT);
    return new Made(withoutCalmDirection(builder, report.values()), report.rain(), sum);
  }

  /** Makes an observation known whose precipitation is to be settled when more are known. */
  void expect(Observation observation, FeedRow.Rain period) {
    rain.report(
        observation.stationId(),
        observation.timeMillis(),
        observation.value(Variables.PRECIP_MM),
        period);
  }

  /** The observation with the precipitation since the report before. */
  Observation settle(Observation observation, FeedRow.Rain period, FeedRow.@Nullable Value sum) {
    double told = observation.value(Variables.PRECIP_MM);
    double since = rain.settle(observation.stationId(), observation.timeMillis(), told, period);
    if (Double.isNaN(since) && !Double.isNaN(told) && sum != null) {
      tally(sum.rule()).becameOverlapping(sum.unit());
    }
    return Double.compare(since, told) == 0
        ? observation
        : observation.toBuilder().set(Variables.PRECIP_MM, since).build();
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

  private void describe(
      Observation.Builder builder,
      String station,
      Map<String, String> names,
      StationTable.@Nullable Entry entry) {
    String name = text(mapping.stationName(), names);
    String region = text(mapping.region(), names);
    if (!mapping.stations().isEmpty()) {
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
      Observation.Builder builder, FeedRow.Value value, FeedRow.@Nullable Rain period) {
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
    double measured = converted;
    converted = variable.clipped(measured);
    if (!variable.isPlausible(converted)) {
      tally.implausible();
      return;
    }
    if (converted < measured) {
      tally.clipped();
    }
    tally.written(value.unit());
    if (variable.equals(Variables.PRECIP_MM) && period != null && period.isLong()) {
      builder.extra(FieldRule.precipitation(period.length()), converted);
    } else {
      builder.set(variable, converted);
    }
  }

  private void setTexts(Observation.Builder builder, List<FeedRow.Text> texts) {
    Map<String, String> whole = new HashMap<>();
    for (FeedRow.Text text : texts) {
      FieldRule rule = text.rule();
      if (!isWanted(rule)) {
        continue;
      }
      FieldTally tally = tally(rule);
      if (text.text().isEmpty()) {
        tally.missing();
      } else if (mapping.rejectedQuality().contains(text.quality())) {
        tally.rejected();
      } else {
        ObservationField field = ObservationField.named(rule.target().name());
        String joined =
            whole.merge(field.name(), text.text(), (before, after) -> before + " " + after);
        if (ObservationChecks.fault(field.name(), joined) == null) {
          tally.written(rule.unit());
          builder.text(field.index(), joined);
        } else {
          tally.implausible();
        }
      }
    }
  }

  /** Sets a field that the report does not have but other values of it tell, and marks it. */
  private void derive(Observation.Builder builder, DerivedField derived) {
    Observation observation = builder.build();
    FieldRule rule = derived.rule;
    if (observation.has(derived.variable) || !tallies.containsKey(rule) || !isWanted(rule)) {
      return;
    }
    double value = rounded(derived.of(observation), rule);
    if (derived.variable.isPlausible(value)) {
      builder.set(derived.variable, value).extra(derived.mark(), 1);
      tally(rule).derived();
    }
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

  /** 0 degrees north and east is what is written where the position is not known. */
  private void withoutNullIsland(Observation.Builder builder, List<FeedRow.Value> values) {
    Observation observation = builder.build();
    if (observation.value(Variables.LATITUDE) != 0 || observation.value(Variables.LONGITUDE) != 0) {
      return;
    }
    for (Variable variable :
        List.of(Variables.LATITUDE, Variables.LONGITUDE, Variables.ELEVATION_M)) {
      FieldTarget target = FieldTarget.of(variable);
      if (observation.has(variable)) {
        values.stream()
            .filter(value -> value.rule().target().equals(target))
            .forEach(value -> tally(value.rule()).becameNoPlace(value.unit()));
        builder.set(variable, Double.NaN);
      }
    }
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
      Duration period = rule.period();
      if (rule.target().isExtra() && isWanted(rule)) {
        names.add(rule.target().extraName());
      } else if (period != null && period.compareTo(FeedRow.Rain.LONGEST) > 0) {
        names.add(FieldRule.precipitation(period));
      }
    }
    for (DerivedField derived : derivable(rules)) {
      names.add(derived.mark());
    }
    return names;
  }

  /** The fields that observations made by these rules can have though no rule makes them. */
  private List<DerivedField> derivable(List<FieldRule> rules) {
    Set<Variable> told =
        rules.stream()
            .filter(this::isWanted)
            .map(rule -> rule.target().variable())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return Stream.of(DerivedField.values())
        .filter(derived -> told.containsAll(derived.sources) && isWanted(derived.rule))
        .toList();
  }

  /**
   * Finds out whether a column that is taken as rain since the report before counts up. Amounts go
   * up and come down equally often; a counter falls only where it begins again. In a file with the
   * newest first it is the other way round.
   */
  private static final class CounterHint {
    private static final int STATIONS = 20_000;
    private static final int LEAST_PAIRS = 12;
    private static final int LEAST_CHANGES = 3;

    private final RecentMap<Double> last = new RecentMap<>(STATIONS);
    private String source = "";
    private long pairs;
    private long rises;
    private long falls;

    void see(String station, FeedRow.Value sum) {
      double now = sum.number();
      if (Double.isNaN(now)) {
        return;
      }
      source = sum.rule().source();
      Double before = last.get(station);
      last.put(station, now);
      if (before != null && (before > 0 || now > 0)) {
        pairs++;
        rises += now > before ? 1 : 0;
        falls += now < before ? 1 : 0;
      }
    }

    Optional<String> text() {
      long more = Math.max(rises, falls);
      long less = Math.min(rises, falls);
      return pairs >= LEAST_PAIRS && more >= LEAST_CHANGES && more >= 3 * less
          ? Optional.of(
              ("%s looks like a counter: of %,d values beside another one of the station, %,d rose"
                      + " and %,d fell; if it counts up, its field needs 'counter: true'")
                  .formatted(source, pairs, rises, falls))
          : Optional.empty();
    }
  }

  /** A field that other values of a report tell; see {@link Moisture}. */
  @SuppressWarnings("ImmutableEnumChecker") // All of it is immutable, without saying so.
  private enum DerivedField {
    HUMIDITY(
        Variables.HUMIDITY_PCT, Variables.TEMPERATURE_C, Variables.DEW_POINT_C, Moisture::humidity),
    DEW_POINT(
        Variables.DEW_POINT_C, Variables.TEMPERATURE_C, Variables.HUMIDITY_PCT, Moisture::dewPoint);

    private final Variable variable;
    private final List<Variable> sources;
    private final DoubleBinaryOperator formula;
    private final FieldRule rule;

    DerivedField(Variable variable, Variable first, Variable second, DoubleBinaryOperator formula) {
      this.variable = variable;
      this.sources = List.of(first, second);
      this.formula = formula;
      this.rule =
          FieldRule.of(
              "%s, %s".formatted(first.name(), second.name()), variable, variable.unit(), 1);
    }

    /** NaN where a source is missing. */
    double of(Observation observation) {
      return variable.clipped(
          formula.applyAsDouble(
              observation.value(sources.get(0)), observation.value(sources.get(1))));
    }

    /** The {@code extra} value that says that the field was derived. */
    String mark() {
      return "derived_" + variable.name();
    }
  }
}

package io.petrel.replay.ruletest.file;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reports of one station: its identity, its report times, and a series for each field.
 */
final class StationReader {
  private static final Map<String, Quality> QUALITIES =
      Arrays.stream(Quality.values())
          .collect(Collectors.toMap(ObservationField::word, quality -> quality));

  private final TestTime time;
  private final Identity identity;

  /**
   * The identity of a station.
   *
   * @param constants latitude and the like
   */
  record Identity(
      String id, @Nullable String name, @Nullable String region, Map<Variable, Double> constants) {
    static final Identity STANDARD = new Identity("test:station", null, null, Map.of());

    Identity {
      constants = Map.copyOf(constants);
    }

    /** Reads {@code id}, {@code name}, {@code region} and constant fields; a text is the id. */
    static Identity read(YamlValue value, Identity standard) {
      if (value.isScalar()) {
        return new Identity(
            value.text().orElse(standard.id), standard.name, standard.region, standard.constants);
      }
      Optional<YamlMapping> keys = value.mapping();
      if (keys.isEmpty()) {
        return standard;
      }
      Identity named = read(keys.get(), standard);
      Map<Variable, Double> constants = new LinkedHashMap<>(standard.constants);
      for (Variable variable : Variables.all()) {
        keys.get()
            .get(variable.name())
            .ifPresent(v -> v.number().ifPresent(number -> constants.put(variable, number)));
      }
      keys.get().rejectUnknownKeys("a station");
      return new Identity(named.id, named.name, named.region, constants);
    }

    /** Reads {@code id}, {@code name} and {@code region}. */
    static Identity read(YamlMapping keys, Identity standard) {
      return new Identity(
          keys.get("id").flatMap(YamlValue::text).orElse(standard.id),
          keys.get("name").flatMap(YamlValue::text).orElse(standard.name),
          keys.get("region").flatMap(YamlValue::text).orElse(standard.region),
          standard.constants);
    }
  }

  StationReader(TestTime time, Identity identity) {
    this.time = time;
    this.identity = identity;
  }

  /**
   * Reads {@code interval} or {@code times}, {@code arrives}, and the series. A report with a time
   * of arrival has it as {@link Observation#receivedAtMillis}.
   *
   * @param standard times when the mapping has none
   */
  List<Observation> read(YamlMapping keys, ReportTimes standard) {
    ReportTimes times = ReportTimes.read(keys, time, standard);
    Map<String, ReportSeries> fields = new LinkedHashMap<>();
    for (ObservationField field : ObservationField.all()) {
      series(keys, field, fields);
    }
    int count = count(times, fields, keys);
    ReportTimes.Given arrives =
        keys.get("arrives").map(value -> ReportTimes.arrivals(value, time)).orElse(null);
    if (arrives != null && arrives.millis().size() != count && count > 0) {
      arrives
          .place()
          .error(
              "'arrives' has %d times, there are %d reports; _ is a report that arrives at its time"
                  .formatted(arrives.millis().size(), count));
      return List.of();
    }
    List<Observation> reports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!isGap(fields, i)) {
        Observation report = report(at(times, i), i, fields);
        reports.add(arrives == null ? report : arriving(report, i, arrives));
      }
    }
    return reports;
  }

  private Observation arriving(Observation report, int index, ReportTimes.Given arrives) {
    long at = arrives.millis().get(index);
    if (at == Long.MIN_VALUE) {
      return report;
    }
    if (at < report.timeMillis()) {
      arrives
          .place()
          .error(
              "report %d arrives at %s, before its time, %s"
                  .formatted(index + 1, time.show(at), time.show(report.timeMillis())));
    }
    return report.toBuilder().receivedAtMillis(at).build();
  }

  private static void series(
      YamlMapping keys, ObservationField field, Map<String, ReportSeries> fields) {
    Optional<YamlValue> value = hasSeries(field) ? keys.get(field.name()) : Optional.empty();
    if (value.isEmpty()) {
      return;
    }
    switch (field.kind()) {
      case NUMBER, INTEGER -> put(field.name(), ReportSeries.read(value.get()), fields);
      case TEXT, ENUM ->
          put(
              field.name(),
              ReportSeries.readTexts(value.get()).filter(s -> isGood(s, field)),
              fields);
      case MAP ->
          value
              .get()
              .mapping()
              .ifPresent(
                  extra ->
                      extra
                          .entries()
                          .forEach(
                              (name, each) ->
                                  put(field.name() + "." + name, ReportSeries.read(each), fields)));
      case TIME -> {} // Said by 'times' or 'interval'.
    }
  }

  private static void put(
      String name, Optional<ReportSeries> series, Map<String, ReportSeries> fields) {
    series.ifPresent(s -> fields.put(name, s));
  }

  /**
   * Whether a test gives it report by report; the fields of the station are in its {@link
   * Identity}.
   */
  static boolean hasSeries(ObservationField field) {
    return switch (field.kind()) {
      case NUMBER, INTEGER, ENUM, MAP -> true;
      case TEXT -> !field.isLasting();
      case TIME -> false;
    };
  }

  private static boolean isGood(ReportSeries series, ObservationField field) {
    return field.kind() != ObservationField.Kind.ENUM
        || series.points().stream()
            .allMatch(point -> point.text() == null || point.place().oneOf(QUALITIES).isPresent());
  }

  /** Number of reports; faults are reported. */
  private int count(ReportTimes times, Map<String, ReportSeries> fields, YamlMapping keys) {
    int count;
    String counted;
    if (times instanceof ReportTimes.Given given) {
      count = given.millis().size();
      counted = "'times' has";
    } else {
      Map.Entry<String, ReportSeries> longest = null;
      for (Map.Entry<String, ReportSeries> entry : fields.entrySet()) {
        if (longest == null || size(entry) > size(longest)) {
          longest = entry;
        }
      }
      if (longest == null && given(keys)) {
        return 0; // A series that is there and faulty has been told of.
      }
      if (longest == null) {
        keys.self()
            .error(
                "no reports: give a series such as pressure_hpa: 1013 1011.5 _ 1006x3, or 'times'");
        return 0;
      }
      count = size(longest);
      counted = "'%s' has".formatted(longest.getKey());
    }
    for (Map.Entry<String, ReportSeries> entry : fields.entrySet()) {
      ReportSeries series = entry.getValue();
      if (!series.isConstant() && size(entry) != count) {
        series
            .place()
            .error(
                "'%s' has %d values, %s %d; a single value would hold for all reports"
                    .formatted(entry.getKey(), size(entry), counted, count));
        return 0;
      }
    }
    return gapsAgree(fields, count) ? count : 0;
  }

  private static boolean given(YamlMapping keys) {
    return ObservationField.all().stream()
        .anyMatch(field -> hasSeries(field) && keys.has(field.name()));
  }

  private static int size(Map.Entry<String, ReportSeries> entry) {
    return entry.getValue().points().size();
  }

  private static boolean gapsAgree(Map<String, ReportSeries> fields, int count) {
    for (int i = 0; i < count; i++) {
      if (!isGap(fields, i)) {
        continue;
      }
      for (ReportSeries series : fields.values()) {
        ReportSeries.Point point = series.points().get(series.isConstant() ? 0 : i);
        if (!series.isConstant() && !point.isMissing()) {
          point
              .place()
              .errorAt(
                  point.offset(),
                  point.length(),
                  "another field has - (no report) at report %d; write - or _ here too"
                      .formatted(i + 1));
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isGap(Map<String, ReportSeries> fields, int index) {
    return fields.values().stream()
        .anyMatch(series -> !series.isConstant() && series.points().get(index).isGap());
  }

  private static long at(ReportTimes times, int index) {
    return times instanceof ReportTimes.Every every
        ? every.startMillis() + index * every.interval().toMillis()
        : ((ReportTimes.Given) times).millis().get(index);
  }

  private Observation report(long atMillis, int index, Map<String, ReportSeries> fields) {
    Observation.Builder builder =
        Observation.at(identity.id(), atMillis)
            .stationName(identity.name())
            .region(identity.region());
    identity.constants().forEach(builder::set);
    fields.forEach(
        (name, series) -> set(builder, name, series.points().get(series.isConstant() ? 0 : index)));
    return builder.build();
  }

  private static void set(Observation.Builder builder, String name, ReportSeries.Point point) {
    ObservationField field = ObservationField.find(name).orElse(null);
    if (point.isMissing()) {
      if (field != null && field.kind() == ObservationField.Kind.NUMBER) {
        builder.set(field.index(), Double.NaN); // The station's own value does not stand in.
      }
      return;
    }
    if (field == null) {
      builder.extra(name.substring(name.indexOf('.') + 1), point.value());
      return;
    }
    switch (field.kind()) {
      case NUMBER -> builder.set(field.index(), point.value());
      case INTEGER -> builder.revision((int) point.value());
      case TEXT -> builder.text(field.index(), point.text());
      case ENUM -> builder.quality(point.place().oneOf(QUALITIES).orElse(Quality.UNCHECKED));
      case MAP, TIME -> throw new IllegalStateException(name + " has no series");
    }
  }
}

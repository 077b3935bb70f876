package io.petrel.replay.ruletest;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import io.petrel.yaml.YamlMapping;
import io.petrel.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the reports of one station: who it is, when it reports, a series for each field. */
final class StationReader {
  static final String EXTRA = "extra";
  static final String REVISION = "revision";

  private final TestTime time;
  private final Identity identity;

  /**
   * Who a station is.
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
   * Reads {@code interval} or {@code times}, and the series.
   *
   * @param standard times when the mapping has none
   */
  List<Observation> read(YamlMapping keys, ReportTimes standard) {
    ReportTimes times = ReportTimes.read(keys, time, standard);
    Map<String, Series> fields = new LinkedHashMap<>();
    for (Variable variable : Variables.all()) {
      series(keys, variable.name(), variable.name(), fields);
    }
    series(keys, REVISION, REVISION, fields);
    keys.get(EXTRA)
        .flatMap(YamlValue::mapping)
        .ifPresent(
            extra ->
                extra
                    .entries()
                    .keySet()
                    .forEach(name -> series(extra, name, EXTRA + "." + name, fields)));
    int count = count(times, fields, keys);
    List<Observation> reports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (!isGap(fields, i)) {
        reports.add(report(at(times, i), i, fields));
      }
    }
    return reports;
  }

  private static void series(
      YamlMapping keys, String key, String name, Map<String, Series> fields) {
    keys.get(key).flatMap(Series::read).ifPresent(series -> fields.put(name, series));
  }

  /** How many reports there are; faults are reported. */
  private int count(ReportTimes times, Map<String, Series> fields, YamlMapping keys) {
    int count;
    String counted;
    if (times instanceof ReportTimes.Given given) {
      count = given.millis().size();
      counted = "'times' has";
    } else {
      Map.Entry<String, Series> longest = null;
      for (Map.Entry<String, Series> entry : fields.entrySet()) {
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
    for (Map.Entry<String, Series> entry : fields.entrySet()) {
      Series series = entry.getValue();
      if (!series.isConstant() && size(entry) != count) {
        series
            .place()
            .error(
                "'%s' has %d values, %s %d; one value alone would hold for all reports"
                    .formatted(entry.getKey(), size(entry), counted, count));
        return 0;
      }
    }
    return gapsAgree(fields, count) ? count : 0;
  }

  private static boolean given(YamlMapping keys) {
    return Variables.all().stream().anyMatch(variable -> keys.has(variable.name()));
  }

  private static int size(Map.Entry<String, Series> entry) {
    return entry.getValue().points().size();
  }

  private static boolean gapsAgree(Map<String, Series> fields, int count) {
    for (int i = 0; i < count; i++) {
      if (!isGap(fields, i)) {
        continue;
      }
      for (Series series : fields.values()) {
        if (!series.isConstant() && !Double.isNaN(series.points().get(i).value())) {
          Series.Point point = series.points().get(i);
          series
              .place()
              .errorAt(
                  point.offset(),
                  point.length(),
                  "another field says - (no report) for report %d; write - or _ here too"
                      .formatted(i + 1));
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isGap(Map<String, Series> fields, int index) {
    return fields.values().stream()
        .anyMatch(series -> !series.isConstant() && series.points().get(index).isGap());
  }

  private static long at(ReportTimes times, int index) {
    return times instanceof ReportTimes.Every every
        ? every.startMillis() + index * every.interval().toMillis()
        : ((ReportTimes.Given) times).millis().get(index);
  }

  private Observation report(long atMillis, int index, Map<String, Series> fields) {
    Observation.Builder builder =
        Observation.at(identity.id(), atMillis)
            .stationName(identity.name())
            .region(identity.region());
    identity.constants().forEach(builder::set);
    fields.forEach(
        (name, series) -> {
          double value = series.points().get(series.isConstant() ? 0 : index).value();
          if (name.equals(REVISION)) {
            builder.revision(Double.isNaN(value) ? 0 : (int) value);
          } else if (name.startsWith(EXTRA + ".")) {
            if (!Double.isNaN(value)) {
              builder.extra(name.substring(EXTRA.length() + 1), value);
            }
          } else {
            builder.set(name, value);
          }
        });
    return builder.build();
  }
}

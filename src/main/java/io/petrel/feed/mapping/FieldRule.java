package io.petrel.feed.mapping;

import io.petrel.weather.ObservationField;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a value of a feed becomes a field.
 *
 * @param source column, path or name in the feed
 * @param unit of the source, unless a report says otherwise; {@link Unit#ONE} for {@code extra} and
 *     texts
 * @param scale what one counts in the source, such as 0.1 for tenths
 * @param decimals of the field after conversion
 * @param missing texts that mean a missing value, besides those of the whole feed
 * @param qualityColumn column or path of the value's quality code
 * @param period over which the source sums, up to the report's time; null = since the report
 *     before; {@link #COUNTER} = since a counter began
 * @param more what few values need
 */
public record FieldRule(
    String source,
    FieldTarget target,
    Unit unit,
    double scale,
    int decimals,
    Set<String> missing,
    @Nullable String qualityColumn,
    @Nullable Duration period,
    More more) {
  /** Period of a source that counts up, and may begin again from zero at any time. */
  public static final Duration COUNTER = Duration.ZERO;

  /** Decimals unless the mapping file says otherwise: the grid on which rules compare. */
  public static final int MOST_DECIMALS = 6;

  /**
   * What few values need.
   *
   * @param unitFrom column or path that says the value's unit; null = none does
   * @param where the value is in those records only that have one of these texts at each place
   * @param compass letters for north, east, south and west
   * @param part which of several values in a cell, from 1; 0 = the cell is one value
   */
  public record More(
      @Nullable String unitFrom, Map<String, Set<String>> where, List<String> compass, int part) {
    /** Nothing. */
    public static final More NONE = new More(null, Map.of(), List.of("N", "E", "S", "W"), 0);

    public More {
      where = Map.copyOf(where);
      compass = List.copyOf(compass);
    }
  }

  public FieldRule {
    missing = Set.copyOf(missing);
  }

  /** A value that a format defines. */
  public static FieldRule of(String source, Variable variable, Unit unit, int decimals) {
    return of(source, FieldTarget.of(variable), unit, decimals);
  }

  /** A value that a format defines and the schema has no field for. */
  public static FieldRule extra(String source, String name, Unit unit, int decimals) {
    return of(source, FieldTarget.extra(name), unit, decimals);
  }

  /** A text that a format defines. */
  public static FieldRule of(String source, ObservationField text) {
    return of(source, FieldTarget.of(text), Unit.ONE, 0);
  }

  static FieldRule of(String source, FieldTarget target, Unit unit, int decimals) {
    return new FieldRule(source, target, unit, 1, decimals, Set.of(), null, null, More.NONE);
  }

  /**
   * A sum of precipitation over more than an hour, which {@code precip_mm} must not hold: {@code
   * extra.precip_6h_mm}.
   */
  public static FieldRule precipitation(String source, int hours, int decimals) {
    return extra(source, precipitation(Duration.ofHours(hours)), Unit.MILLIMETRE, decimals);
  }

  /** Name within {@code extra} of a sum of precipitation over a period. */
  public static String precipitation(Duration period) {
    return period.toMinutes() % 60 == 0
        ? "precip_%dh_mm".formatted(period.toHours())
        : "precip_%dmin_mm".formatted(period.toMinutes());
  }

  /** The unit of the field; that of the source for {@code extra}. */
  public Unit targetUnit() {
    Variable variable = target.variable();
    return variable == null ? unit : variable.unit();
  }
}

package io.petrel.feed.mapping;

import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a value of a feed becomes a field.
 *
 * @param source column or name in the feed
 * @param unit of the source, unless a report says otherwise; {@link Unit#ONE} for {@code extra}
 * @param scale what one counts in the source, such as 0.1 for tenths
 * @param decimals of the field after conversion
 * @param missing texts that mean a missing value, besides those of the whole feed
 * @param qualityColumn column with the value's quality code
 * @param period over which the source sums, up to the report's time; null = since the report before
 */
public record FieldRule(
    String source,
    FieldTarget target,
    Unit unit,
    double scale,
    int decimals,
    Set<String> missing,
    @Nullable String qualityColumn,
    @Nullable Duration period) {
  /** Decimals unless the mapping file says otherwise: the grid on which rules compare. */
  public static final int MOST_DECIMALS = 6;

  public FieldRule {
    missing = Set.copyOf(missing);
  }

  /** A value that a format defines. */
  public static FieldRule of(String source, Variable variable, Unit unit, int decimals) {
    return new FieldRule(source, FieldTarget.of(variable), unit, 1, decimals, Set.of(), null, null);
  }

  /** A value that a format defines and the schema has no field for. */
  public static FieldRule extra(String source, String name, Unit unit, int decimals) {
    return new FieldRule(source, FieldTarget.extra(name), unit, 1, decimals, Set.of(), null, null);
  }

  /** The unit of the field; that of the source for {@code extra}. */
  public Unit targetUnit() {
    Variable variable = target.variable();
    return variable == null ? unit : variable.unit();
  }
}

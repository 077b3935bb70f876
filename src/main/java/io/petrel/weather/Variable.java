package io.petrel.weather;

import java.util.Map;

/**
 * A numeric field of an observation, as declared in {@code schemas/weather_observation.avsc}.
 *
 * @param index position among the variables, 0-based; never changes once released, because state
 *     holds values by index
 * @param name field name as used in rules, unit last
 * @param unit unit of the values
 * @param minimum smallest plausible value, inclusive, in {@code unit}
 * @param maximum largest plausible value, inclusive, in {@code unit}
 * @param tolerance of the sensors: a value at most this much above the maximum is the maximum
 * @param description for people
 * @param words its name in messages, such as {@code wind gust}
 * @param accumulates whether it is an amount since the previous report, such as rain
 * @param ordinary a value at which no rule should match, in {@code unit}
 * @param shown the unit for readers, by system of units, where it is not that of the dimension
 */
public record Variable(
    int index,
    String name,
    Unit unit,
    double minimum,
    double maximum,
    double tolerance,
    String description,
    String words,
    boolean accumulates,
    double ordinary,
    Map<String, Unit> shown) {
  public Variable {
    shown = Map.copyOf(shown);
  }

  /** Whether a value is possible; others count as missing. */
  public boolean isPlausible(double value) {
    return value >= minimum && value <= maximum;
  }

  /** The value; the maximum for one that is above it by no more than the tolerance. */
  public double clipped(double value) {
    return value > maximum && value <= maximum + tolerance ? maximum : value;
  }
}

package io.petrel.weather;

/**
 * A numeric field of an observation, as declared in {@code schemas/weather_observation.avsc}.
 *
 * @param index place among the variables, 0-based; never changes once released, because state holds
 *     values by index
 * @param name field name as used in rules, unit last
 * @param unit unit of the values
 * @param minimum smallest plausible value, inclusive, in {@code unit}
 * @param maximum largest plausible value, inclusive, in {@code unit}
 * @param description for people
 */
public record Variable(
    int index, String name, Unit unit, double minimum, double maximum, String description) {

  /** Whether a measured value can be true; anything else counts as missing. */
  public boolean isPlausible(double value) {
    return value >= minimum && value <= maximum;
  }
}

package io.petrel.weather;

import java.util.Arrays;
import java.util.List;

/**
 * A unit of measure with its factor to the base unit of its dimension.
 *
 * <p>Values convert as {@code base = value * factor + offset}. Factors are exact by definition
 * (international foot, statute mile, nautical mile) but for the inch of mercury, which is the
 * conventional 33.8639 hPa (WMO-No. 8, annex; FMH-1).
 */
public enum Unit {
  HECTOPASCAL("hPa", "hPa", Dimension.PRESSURE, 1, 0),
  PASCAL("Pa", "Pa", Dimension.PRESSURE, 0.01, 0),
  INCH_OF_MERCURY("[in_i'Hg]", "inHg", Dimension.PRESSURE, 33.8639, 0),
  CELSIUS("Cel", "°C", Dimension.TEMPERATURE, 1, 0),
  KELVIN("K", "K", Dimension.TEMPERATURE, 1, -273.15),
  FAHRENHEIT("[degF]", "°F", Dimension.TEMPERATURE, 5.0 / 9.0, -160.0 / 9.0),
  METRE_PER_SECOND("m/s", "m/s", Dimension.SPEED, 1, 0),
  KNOT("[kn_i]", "kt", Dimension.SPEED, 1852.0 / 3600.0, 0),
  KILOMETRE_PER_HOUR("km/h", "km/h", Dimension.SPEED, 1 / 3.6, 0),
  MILE_PER_HOUR("[mi_i]/h", "mph", Dimension.SPEED, 0.44704, 0),
  DEGREE("degree", "°", Dimension.ANGLE, 1, 0),
  PERCENT("%", "%", Dimension.RATIO, 1, 0),
  METRE("m", "m", Dimension.LENGTH, 1, 0),
  KILOMETRE("km", "km", Dimension.LENGTH, 1000, 0),
  CENTIMETRE("cm", "cm", Dimension.LENGTH, 0.01, 0),
  MILLIMETRE("mm", "mm", Dimension.LENGTH, 0.001, 0),
  INCH("[in_i]", "in", Dimension.LENGTH, 0.0254, 0),
  FOOT("[ft_i]", "ft", Dimension.LENGTH, 0.3048, 0),
  STATUTE_MILE("[mi_i]", "mi", Dimension.LENGTH, 1609.344, 0),
  NAUTICAL_MILE("[nmi_i]", "NM", Dimension.LENGTH, 1852, 0),
  SECOND("s", "s", Dimension.DURATION, 1, 0),
  MINUTE("min", "min", Dimension.DURATION, 60, 0),
  HOUR("h", "h", Dimension.DURATION, 3600, 0),
  ONE("1", "", Dimension.NUMBER, 1, 0);

  private final String code;
  private final String symbol;
  private final Dimension dimension;
  private final double factor;
  private final double offset;

  Unit(String code, String symbol, Dimension dimension, double factor, double offset) {
    this.code = code;
    this.symbol = symbol;
    this.dimension = dimension;
    this.factor = factor;
    this.offset = offset;
  }

  /** UCUM code, as in the {@code unit} property of {@code schemas/weather_observation.avsc}. */
  public String code() {
    return code;
  }

  /** For people, such as {@code °C} or {@code kt}. */
  public String symbol() {
    return symbol;
  }

  public Dimension dimension() {
    return dimension;
  }

  /**
   * Converts a value of this unit.
   *
   * @throws IllegalArgumentException if the dimensions differ
   */
  public double to(Unit other, double value) {
    if (this == other) {
      return value;
    }
    if (dimension != other.dimension) {
      throw new IllegalArgumentException(
          "%s is %s, %s is %s".formatted(symbol, dimension, other.symbol, other.dimension));
    }
    return (value * factor + offset - other.offset) / other.factor;
  }

  /** Converts a difference of two values of this unit, without the offsets of zero points. */
  public double differenceTo(Unit other, double difference) {
    if (dimension != other.dimension) {
      throw new IllegalArgumentException(
          "%s is %s, %s is %s".formatted(symbol, dimension, other.symbol, other.dimension));
    }
    return this == other ? difference : difference * factor / other.factor;
  }

  /**
   * Finds a unit by its UCUM code.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Unit ofCode(String code) {
    return Arrays.stream(values())
        .filter(unit -> unit.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown unit '%s'; known are %s"
                        .formatted(code, List.of(values()).stream().map(Unit::code).toList())));
  }
}

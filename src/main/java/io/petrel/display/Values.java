package io.petrel.display;

import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Writes measured values as a reader likes them: unit, digits, compass point. The minus sign is
 * U+2212, which screen readers say and which does not break from its number.
 */
public final class Values {
  private static final String[] COMPASS = {
    "N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW",
    "NNW"
  };

  private final UnitSystem units;

  public Values(UnitSystem units) {
    this.units = units;
  }

  /** A variable's name in words: {@code wind gust}. */
  public static String name(Variable variable) {
    return variable.words();
  }

  public Unit unitOf(Variable variable) {
    return units.unitOf(variable);
  }

  /** The value in the reader's unit, unrounded. */
  public double convert(Variable variable, double value) {
    return variable.unit().to(unitOf(variable), value);
  }

  /** Value and unit; {@code missing} for NaN. */
  public String show(Variable variable, double value) {
    if (Double.isNaN(value)) {
      return "missing";
    }
    if (variable.equals(Variables.WIND_DIRECTION_DEG)) {
      return "%s° (%s)".formatted(digits(value, 0), compass(value));
    }
    return show(unitOf(variable), variable.unit(), value);
  }

  /** A value of one unit in another. */
  public static String show(Unit unit, Unit from, double value) {
    return withUnit(digits(from.to(unit, value), decimals(unit)), unit);
  }

  /** The value alone, for the axis of a chart. */
  public String bare(Variable variable, double converted) {
    return digits(converted, decimals(unitOf(variable)));
  }

  /**
   * A number of a unit with no more digits than it needs.
   *
   * @param exact whether its author wrote it in this unit: a decimal is kept
   */
  public static String trimmed(double value, Unit unit, boolean exact) {
    String digits = digits(value, exact ? Math.max(1, decimals(unit)) : decimals(unit));
    while (digits.endsWith("0") && digits.indexOf('.') >= 0) {
      digits = digits.substring(0, digits.length() - 1);
    }
    return withUnit(digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits, unit);
  }

  private static String withUnit(String digits, Unit unit) {
    return switch (unit) {
      case ONE -> digits;
      case DEGREE -> digits + unit.symbol();
      default -> digits + " " + unit.symbol();
    };
  }

  private static int decimals(Unit unit) {
    return switch (unit) {
      case HECTOPASCAL,
          CELSIUS,
          KELVIN,
          FAHRENHEIT,
          METRE_PER_SECOND,
          KILOMETRE,
          NAUTICAL_MILE,
          STATUTE_MILE,
          MILLIMETRE,
          ONE ->
          1;
      case INCH_OF_MERCURY, INCH -> 2;
      case PASCAL,
          KNOT,
          KILOMETRE_PER_HOUR,
          MILE_PER_HOUR,
          DEGREE,
          PERCENT,
          METRE,
          CENTIMETRE,
          FOOT,
          SECOND,
          MINUTE,
          HOUR ->
          0;
    };
  }

  public static String digits(double value, int decimals) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    String text = rounded.abs().toPlainString();
    return rounded.signum() < 0 ? "\u2212" + text : text;
  }

  private static String compass(double degrees) {
    return COMPASS[Math.floorMod(Math.round(degrees / 22.5), COMPASS.length)];
  }
}

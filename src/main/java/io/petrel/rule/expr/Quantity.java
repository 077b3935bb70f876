package io.petrel.rule.expr;

import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;

/**
 * What a number is a number of.
 *
 * @param unit unit of the values; {@link Unit#ONE} for a plain number, which fits everything
 * @param role matters for temperatures only, whose scales differ in their zero point too
 */
record Quantity(Unit unit, Role role) {
  static final Quantity PLAIN = new Quantity(Unit.ONE, Role.POINT);
  static final Quantity SECONDS = new Quantity(Unit.SECOND, Role.DIFFERENCE);

  /** What a temperature says. */
  enum Role {
    /** How warm it is. */
    POINT,
    /** How much warmer it is. */
    DIFFERENCE,
    /** A literal such as {@code fahrenheit(9)}: becomes what it is compared with. */
    LITERAL
  }

  static Quantity point(Unit unit) {
    return new Quantity(unit, Role.POINT);
  }

  static Quantity difference(Unit unit) {
    return new Quantity(unit, Role.DIFFERENCE);
  }

  boolean isPlain() {
    return unit == Unit.ONE;
  }

  boolean isTemperature() {
    return unit.dimension() == Dimension.TEMPERATURE;
  }

  boolean isLiteral() {
    return role == Role.LITERAL;
  }

  Quantity as(Role newRole) {
    return new Quantity(unit, newRole);
  }

  /** The dimension for people, such as {@code a pressure (hPa)}. */
  String words() {
    String noun =
        switch (unit.dimension()) {
          case PRESSURE -> "a pressure";
          case TEMPERATURE ->
              role == Role.DIFFERENCE ? "a difference of temperatures" : "a temperature";
          case SPEED -> "a speed";
          case ANGLE -> "an angle";
          case LENGTH -> "a length";
          case RATIO -> "a share";
          case DURATION -> "a duration";
          case NUMBER -> "a plain number";
        };
    return unit.symbol().isEmpty() ? noun : "%s (%s)".formatted(noun, unit.symbol());
  }
}

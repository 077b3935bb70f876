package io.petrel.rule.expr.typed;

import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;

/**
 * The unit of a number, and for a temperature its role.
 *
 * @param unit unit of the values; {@link Unit#ONE} for a plain number, which fits everything
 * @param role matters for temperatures only, whose scales differ in their zero point too
 */
public record Quantity(Unit unit, Role role) {
  public static final Quantity PLAIN = new Quantity(Unit.ONE, Role.POINT);
  public static final Quantity SECONDS = new Quantity(Unit.SECOND, Role.DIFFERENCE);

  /** What a temperature means. */
  public enum Role {
    POINT,
    /** How much warmer it is. */
    DIFFERENCE,
    /** A literal such as {@code fahrenheit(9)}: becomes what it is compared with. */
    LITERAL
  }

  public static Quantity point(Unit unit) {
    return new Quantity(unit, Role.POINT);
  }

  public static Quantity difference(Unit unit) {
    return new Quantity(unit, Role.DIFFERENCE);
  }

  public boolean isPlain() {
    return unit == Unit.ONE;
  }

  public boolean isTemperature() {
    return unit.dimension() == Dimension.TEMPERATURE;
  }

  public boolean isLiteral() {
    return role == Role.LITERAL;
  }

  public Quantity as(Role newRole) {
    return new Quantity(unit, newRole);
  }

  /** The dimension for people, such as {@code a pressure (hPa)}. */
  public String words() {
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

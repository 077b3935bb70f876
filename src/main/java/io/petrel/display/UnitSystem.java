package io.petrel.display;

import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The units a reader thinks in. */
public enum UnitSystem {
  /** hPa, °C, m/s, km, mm: the units of the rules. */
  METRIC(Unit.HECTOPASCAL, Unit.CELSIUS, Unit.METRE_PER_SECOND, Unit.KILOMETRE),
  /** inHg, °F, mph, miles, inches, feet. */
  IMPERIAL(Unit.INCH_OF_MERCURY, Unit.FAHRENHEIT, Unit.MILE_PER_HOUR, Unit.STATUTE_MILE),
  /** hPa, °C, knots, nautical miles, mm. */
  MARINE(Unit.HECTOPASCAL, Unit.CELSIUS, Unit.KNOT, Unit.NAUTICAL_MILE);

  private final Unit pressure;
  private final Unit temperature;
  private final Unit speed;
  private final Unit visibility;

  UnitSystem(Unit pressure, Unit temperature, Unit speed, Unit visibility) {
    this.pressure = pressure;
    this.temperature = temperature;
    this.speed = speed;
    this.visibility = visibility;
  }

  /** As written in {@code deploy/subscriptions.yaml}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words, in order. */
  public static List<String> words() {
    return Arrays.stream(values()).map(UnitSystem::word).toList();
  }

  public static Optional<UnitSystem> of(String word) {
    return Arrays.stream(values()).filter(system -> system.word().equals(word)).findFirst();
  }

  /** The unit in which this reader gets a variable. */
  public Unit unitOf(Variable variable) {
    return switch (variable.unit().dimension()) {
      case PRESSURE -> pressure;
      case TEMPERATURE -> temperature;
      case SPEED -> speed;
      case LENGTH -> lengthOf(variable);
      case ANGLE, RATIO, DURATION, NUMBER -> variable.unit();
    };
  }

  private Unit lengthOf(Variable variable) {
    if (variable.equals(Variables.VISIBILITY_M)) {
      return visibility;
    }
    if (this != IMPERIAL || variable.unit().dimension() != Dimension.LENGTH) {
      return variable.unit();
    }
    return variable.equals(Variables.ELEVATION_M) ? Unit.FOOT : Unit.INCH;
  }
}

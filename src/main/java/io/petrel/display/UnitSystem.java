package io.petrel.display;

import io.petrel.weather.Unit;
import io.petrel.weather.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The units a reader thinks in. */
public enum UnitSystem {
  /** hPa, °C, m/s, km, mm: the units of the rules. */
  METRIC(Unit.HECTOPASCAL, Unit.CELSIUS, Unit.METRE_PER_SECOND),
  /** inHg, °F, mph, miles, inches, feet. */
  IMPERIAL(Unit.INCH_OF_MERCURY, Unit.FAHRENHEIT, Unit.MILE_PER_HOUR),
  /** hPa, °C, knots, nautical miles, mm. */
  MARINE(Unit.HECTOPASCAL, Unit.CELSIUS, Unit.KNOT);

  private final Unit pressure;
  private final Unit temperature;
  private final Unit speed;

  UnitSystem(Unit pressure, Unit temperature, Unit speed) {
    this.pressure = pressure;
    this.temperature = temperature;
    this.speed = speed;
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

  /** The unit in which this reader gets a variable: the schema's, else that of the dimension. */
  public Unit unitOf(Variable variable) {
    Unit shown = variable.shown().get(word());
    if (shown != null) {
      return shown;
    }
    return switch (variable.unit().dimension()) {
      case PRESSURE -> pressure;
      case TEMPERATURE -> temperature;
      case SPEED -> speed;
      case LENGTH, ANGLE, RATIO, DURATION, NUMBER -> variable.unit();
    };
  }
}

package io.petrel.feed.mapping;

import io.petrel.weather.Unit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The {@code units} parameter with which OpenWeatherMap was asked; nothing in its JSON says it. */
public enum UnitChoice {
  STANDARD(Unit.KELVIN, Unit.METRE_PER_SECOND),
  METRIC(Unit.CELSIUS, Unit.METRE_PER_SECOND),
  IMPERIAL(Unit.FAHRENHEIT, Unit.MILE_PER_HOUR);

  private final Unit temperature;
  private final Unit speed;

  UnitChoice(Unit temperature, Unit speed) {
    this.temperature = temperature;
    this.speed = speed;
  }

  public Unit temperature() {
    return temperature;
  }

  public Unit speed() {
    return speed;
  }

  static Map<String, UnitChoice> byWord() {
    Map<String, UnitChoice> words = new LinkedHashMap<>();
    for (UnitChoice choice : values()) {
      words.put(choice.name().toLowerCase(Locale.ROOT), choice);
    }
    return words;
  }
}

package io.petrel.feed.mapping;

import io.petrel.issue.NearestName;
import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Units as people and feeds write them; upper and lower case are the same. */
public final class UnitNames {
  private static final Map<String, Unit> UNITS = new HashMap<>();

  static {
    for (Unit unit : Unit.values()) {
      UNITS.put(key(unit.symbol()), unit);
      UNITS.put(key(unit.code()), unit);
    }
    List.of("mbar", "mb").forEach(name -> UNITS.put(name, Unit.HECTOPASCAL));
    List.of("c", "degc").forEach(name -> UNITS.put(name, Unit.CELSIUS));
    List.of("f", "degf").forEach(name -> UNITS.put(name, Unit.FAHRENHEIT));
    List.of("kts", "knots", "knot", "kn").forEach(name -> UNITS.put(name, Unit.KNOT));
    List.of("kmh", "kph", "km_h-1", "km/hr", "km_h")
        .forEach(name -> UNITS.put(name, Unit.KILOMETRE_PER_HOUR));
    List.of("mps", "m_s-1", "m_s").forEach(name -> UNITS.put(name, Unit.METRE_PER_SECOND));
    List.of("mp/h", "mi/h").forEach(name -> UNITS.put(name, Unit.MILE_PER_HOUR));
    List.of("inch", "inches", "\"").forEach(name -> UNITS.put(name, Unit.INCH));
    List.of("ºc", "celsius").forEach(name -> UNITS.put(name, Unit.CELSIUS));
    List.of("ºf", "fahrenheit").forEach(name -> UNITS.put(name, Unit.FAHRENHEIT));
    List.of("metre", "meter", "metres", "meters").forEach(name -> UNITS.put(name, Unit.METRE));
    List.of("feet").forEach(name -> UNITS.put(name, Unit.FOOT));
    List.of("miles", "mile").forEach(name -> UNITS.put(name, Unit.STATUTE_MILE));
    List.of("deg", "degrees", "degree_(angle)").forEach(name -> UNITS.put(name, Unit.DEGREE));
    UNITS.put("percent", Unit.PERCENT);
    UNITS.remove("");
  }

  private UnitNames() {}

  public static Optional<Unit> find(String name) {
    return Optional.ofNullable(UNITS.get(key(name)));
  }

  /**
   * The unit of a code that may stand after its authority: {@code wmoUnit:degC}, {@code unit:degC}
   * and a whole address end in the same word.
   */
  public static Optional<Unit> ofCode(String code) {
    String word = code.substring(code.lastIndexOf(':') + 1);
    return find(word.startsWith("//") ? word.substring(word.lastIndexOf('/') + 1) : word);
  }

  /** {@code "; did you mean 'x'?"}, or nothing when no known name is near. */
  static String hint(String name) {
    return NearestName.hint(name, UNITS.keySet());
  }

  /** The units of a dimension, as they are shown. */
  static String allowed(Dimension dimension) {
    return String.join(
        ", ",
        Arrays.stream(Unit.values())
            .filter(unit -> unit.dimension() == dimension)
            .map(Unit::symbol)
            .toList());
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}

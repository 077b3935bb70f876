package io.petrel.notify.render;

import io.petrel.display.UnitSystem;
import io.petrel.display.Values;
import io.petrel.weather.Dimension;
import io.petrel.weather.Unit;
import io.petrel.weather.Variables;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the reader's unit beside what a rule's author wrote in another: "gusts over 25 m/s" becomes
 * "gusts over 25 m/s (49 kt)". The author's words stay.
 *
 * <p>Wind and pressure only. A temperature may be a difference ("4 °C colder") and a length may be
 * rain or visibility, so a conversion could be wrong.
 */
final class ReadersUnits {
  private static final Map<String, Unit> WRITTEN =
      Map.of(
          "m/s", Unit.METRE_PER_SECOND,
          "km/h", Unit.KILOMETRE_PER_HOUR,
          "kt", Unit.KNOT,
          "kn", Unit.KNOT,
          "knots", Unit.KNOT,
          "mph", Unit.MILE_PER_HOUR,
          "hPa", Unit.HECTOPASCAL,
          "inHg", Unit.INCH_OF_MERCURY);

  private static final Pattern AMOUNT =
      Pattern.compile(
          "(?<![\\w.,])(\\d{1,5}(?:\\.\\d{1,3})?)[ \\u00A0]?"
              + "(m/s|km/h|kt|kn|knots|mph|hPa|inHg)(?![\\w/])");

  private final UnitSystem units;

  ReadersUnits(UnitSystem units) {
    this.units = units;
  }

  /** The text; a dimension that it already gives in the reader's unit is not converted. */
  String beside(String text) {
    return AMOUNT
        .matcher(text)
        .replaceAll(amount -> Matcher.quoteReplacement(amount.group() + note(amount, text)));
  }

  private String note(MatchResult amount, String text) {
    Unit written = unit(amount.group(2));
    Unit wanted =
        written.dimension() == Dimension.SPEED
            ? units.unitOf(Variables.WIND_SPEED_MS)
            : units.unitOf(Variables.PRESSURE_HPA);
    boolean there =
        AMOUNT.matcher(text).results().anyMatch(other -> unit(other.group(2)) == wanted);
    return there
        ? ""
        : " (%s)".formatted(unbroken(wanted, written, Double.parseDouble(amount.group(1))));
  }

  /** A line never ends between number and unit. */
  private static String unbroken(Unit wanted, Unit written, double value) {
    return Values.show(wanted, written, value).replace(' ', '\u00A0');
  }

  private static Unit unit(String written) {
    return Objects.requireNonNull(WRITTEN.get(written), written);
  }
}

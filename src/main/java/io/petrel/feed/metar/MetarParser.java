package io.petrel.feed.metar;

import io.petrel.weather.Unit;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one report. Groups that it does not know are passed over, as a person would. Written here
 * because the parsers on Maven Central turn the remarks, which hold the pressure and the tenths,
 * into prose.
 */
public final class MetarParser {
  private static final int MAX_GROUPS = 200;
  private static final Pattern STATION = Pattern.compile("[A-Z][A-Z0-9]{3}");
  private static final Pattern TIME = Pattern.compile("(\\d\\d)(\\d\\d)(\\d\\d)Z?");
  private static final Pattern CORRECTION = Pattern.compile("COR|CC([A-Z])");
  private static final Pattern WIND =
      Pattern.compile("(\\d{3}|VRB|///)P?(\\d{2,3}|//)(?:GP?(\\d{2,3}|//))?(KT|MPS|KMH)");
  private static final Pattern METRES = Pattern.compile("(\\d{4})(?:NDV)?");
  private static final Pattern MILES = Pattern.compile("([MP])?(?:(\\d{1,2})|(\\d)/(\\d{1,2}))SM");
  private static final Pattern WHOLE_MILES = Pattern.compile("\\d");
  private static final Pattern TEMPERATURE = Pattern.compile("(M?\\d{2}|//|XX)/(M?\\d{2}|//|XX)?");
  private static final Pattern ALTIMETER = Pattern.compile("([QA])(\\d{4})");

  /** Words after which a forecast stands. */
  private static final Set<String> TREND =
      Set.of("TEMPO", "BECMG", "NOSIG", "FCST", "PROB30", "PROB40");

  private final List<String> groups;
  private int next;
  private MetarReport.Kind kind = MetarReport.Kind.UNKNOWN;
  private boolean automatic;
  private int correction;
  private double windDirection = Double.NaN;
  private double windSpeed = Double.NaN;
  private double windGust = Double.NaN;
  private double visibility = Double.NaN;
  private double temperature = Double.NaN;
  private double dewPoint = Double.NaN;
  private double altimeter = Double.NaN;

  private MetarParser(List<String> groups) {
    this.groups = groups;
  }

  /**
   * Reads a report, with or without the word METAR or SPECI; what comes after {@code =} is not
   * read.
   *
   * @throws MetarFault if it is none
   */
  public static MetarReport parse(String text) throws MetarFault {
    int end = text.indexOf('=');
    String report = (end < 0 ? text : text.substring(0, end)).strip();
    if (report.isEmpty()) {
      throw new MetarFault(MetarFault.Kind.MALFORMED, "the report is empty");
    }
    List<String> groups = List.of(report.split("\\s+", MAX_GROUPS));
    return new MetarParser(groups).report();
  }

  private MetarReport report() throws MetarFault {
    kind();
    readCorrection();
    String station = take(STATION, "a station of four letters such as KJFK")[0];
    readCorrection();
    String[] time = take(TIME, "a time such as 261151Z");
    int day = Integer.parseInt(time[1]);
    int hour = Integer.parseInt(time[2]);
    int minute = Integer.parseInt(time[3]);
    if (day < 1 || day > 31 || hour > 23 || minute > 59) {
      throw new MetarFault(
          MetarFault.Kind.MALFORMED,
          "'%s' is no time; day 01 to 31, hour 00 to 23 and minute 00 to 59".formatted(time[0]));
    }
    body();
    MetarRemarks remarks = MetarRemarks.read(groups.subList(next, groups.size()), altimeter);
    return new MetarReport(
        station,
        kind,
        day,
        hour,
        minute,
        automatic,
        correction,
        windDirection,
        windSpeed,
        windGust,
        visibility,
        Double.isNaN(remarks.temperature()) ? temperature : remarks.temperature(),
        Double.isNaN(remarks.dewPoint()) ? dewPoint : remarks.dewPoint(),
        altimeter,
        remarks.seaLevelPressure(),
        remarks.precipitation(),
        remarks.snowDepth());
  }

  private void kind() {
    for (MetarReport.Kind word : List.of(MetarReport.Kind.METAR, MetarReport.Kind.SPECI)) {
      if (word.name().equals(peek())) {
        kind = word;
        next++;
        return;
      }
    }
  }

  private void readCorrection() {
    String group = peek();
    Matcher matcher = CORRECTION.matcher(group == null ? "" : group);
    if (matcher.matches()) {
      correction = matcher.group(1) == null ? 1 : matcher.group(1).charAt(0) - 'A' + 1;
      next++;
    }
  }

  /** Ends before the remarks; a trend is passed over. */
  private void body() throws MetarFault {
    boolean trend = false;
    for (String group = peek(); group != null && !group.equals("RMK"); group = peek()) {
      next++;
      trend |= TREND.contains(group);
      if (group.equals("NIL")) {
        throw new MetarFault(MetarFault.Kind.NIL, "NIL: the station has sent no report");
      }
      if (!trend) {
        group(group);
      }
    }
  }

  private void group(String group) {
    if (group.equals("AUTO")) {
      automatic = true;
    } else if (group.equals("CAVOK")) {
      visibility = 10_000;
    } else if (CORRECTION.matcher(group).matches()) {
      next--;
      readCorrection();
    } else if (!wind(group) && !visibility(group) && !temperature(group)) {
      altimeter(group);
    }
  }

  private boolean wind(String group) {
    Matcher matcher = WIND.matcher(group);
    if (!matcher.matches()) {
      return false;
    }
    Unit unit =
        switch (matcher.group(4)) {
          case "MPS" -> Unit.METRE_PER_SECOND;
          case "KMH" -> Unit.KILOMETRE_PER_HOUR;
          default -> Unit.KNOT;
        };
    windSpeed = unit.to(Unit.METRE_PER_SECOND, number(matcher.group(2)));
    windGust = unit.to(Unit.METRE_PER_SECOND, number(matcher.group(3)));
    windDirection = windSpeed == 0 ? Double.NaN : number(matcher.group(1));
    return true;
  }

  private boolean visibility(String group) {
    String following = peek();
    Matcher metres = METRES.matcher(group);
    if (metres.matches()) {
      double value = number(metres.group(1));
      if (Double.isNaN(visibility)) {
        visibility = value == 9999 ? 10_000 : value;
      }
      return true;
    }
    Matcher miles = MILES.matcher(group);
    if (miles.matches()) {
      visibility = Unit.STATUTE_MILE.to(Unit.METRE, miles(miles));
      return true;
    }
    if (WHOLE_MILES.matcher(group).matches() && following != null) {
      Matcher fraction = MILES.matcher(following);
      if (fraction.matches() && fraction.group(3) != null) {
        next++;
        visibility = Unit.STATUTE_MILE.to(Unit.METRE, number(group) + miles(fraction));
        return true;
      }
    }
    return false;
  }

  /** Less than a limit (M1/4SM) is half of it: below the limit for every rule that asks. */
  private static double miles(Matcher matcher) {
    double value =
        matcher.group(2) != null
            ? number(matcher.group(2))
            : number(matcher.group(3)) / number(matcher.group(4));
    return "M".equals(matcher.group(1)) ? value / 2 : value;
  }

  private boolean temperature(String group) {
    Matcher matcher = TEMPERATURE.matcher(group);
    if (!matcher.matches()) {
      return false;
    }
    temperature = signed(matcher.group(1));
    dewPoint = signed(matcher.group(2));
    return true;
  }

  private void altimeter(String group) {
    Matcher matcher = ALTIMETER.matcher(group);
    if (matcher.matches() && Double.isNaN(altimeter)) {
      double value = number(matcher.group(2));
      altimeter =
          matcher.group(1).equals("Q")
              ? value
              : Unit.INCH_OF_MERCURY.to(Unit.HECTOPASCAL, value / 100);
    }
  }

  private static double signed(@Nullable String text) {
    return text != null && text.startsWith("M") ? -number(text.substring(1)) : number(text);
  }

  /** The number, or NaN where slashes or nothing stand for it. */
  private static double number(@Nullable String digits) {
    return digits == null || !Character.isDigit(digits.charAt(0))
        ? Double.NaN
        : Integer.parseInt(digits);
  }

  private @Nullable String peek() {
    return next < groups.size() ? groups.get(next) : null;
  }

  /** The next group and the parts of it; faults if it is not of that form. */
  private String[] take(Pattern form, String expected) throws MetarFault {
    String group = peek();
    Matcher matcher = form.matcher(group == null ? "" : group);
    if (!matcher.matches()) {
      throw new MetarFault(
          MetarFault.Kind.MALFORMED,
          "%s where %s is expected"
              .formatted(group == null ? "the report ends" : "'" + shown(group) + "'", expected));
    }
    next++;
    String[] parts = new String[matcher.groupCount() + 1];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = matcher.group(i);
    }
    return parts;
  }

  private static String shown(String group) {
    return group.length() <= 20 ? group : group.substring(0, 20) + "...";
  }
}

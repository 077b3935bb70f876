package io.petrel.feed.metar;

import io.petrel.weather.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one report. Groups that it does not know are passed over, as a person would; one that is a
 * value's but cannot be read loses only that value, and is told. From a trend indicator on all is
 * forecast up to the remarks. Written here because the parsers on Maven Central turn the remarks,
 * which hold the pressure and the tenths, into prose.
 */
public final class MetarParser {
  /** FM 15 writes M00 for -0.4 to -0.1 °C: below zero. */
  private static final double MINUS_ZERO = -0.1;

  /** What an altimeter setting can be, hPa: the records are 856 and 1085. */
  private static final double LOWEST_SETTING = 850;

  private static final double HIGHEST_SETTING = 1090;

  private static final Pattern CORRECTION = Pattern.compile("COR|CC([A-Z])");
  private static final Pattern WIND =
      Pattern.compile("(\\d{3}|VRB|///)(?:P|ABV)?(\\d{2,3}|//)(?:GP?(\\d{2,3}|//))?(KTS?|MPS|KMH)");
  private static final Pattern WIND_WITHOUT_UNIT =
      Pattern.compile("(?:\\d{3}|VRB)P?\\d{2,3}(?:GP?\\d{2,3})?");
  private static final Pattern WIND_UNIT = Pattern.compile("KTS?|MPS|KMH");
  private static final Pattern WIND_END = Pattern.compile(".+(?:KTS?|MPS|KMH)");
  private static final Pattern WIND_RANGE = Pattern.compile("\\d{3}V\\d{3}");
  private static final Pattern METRES = Pattern.compile("(\\d{4})(NDV|N|NE|E|SE|S|SW|W|NW)?");
  private static final Pattern KILOMETRES = Pattern.compile("(\\d{1,2})KM");
  private static final Pattern MILES = Pattern.compile("([MP])?(?:(\\d{1,3})|(\\d+)/(\\d+))SM");
  private static final Pattern WHOLE = Pattern.compile("\\d{1,2}");
  private static final Pattern FRACTION = Pattern.compile("(\\d)/(\\d{1,2})");
  private static final Pattern TEMPERATURE =
      Pattern.compile("(M?\\d{2}|//|XX|M{0,2})/(M?\\d{2}|/{0,2}|XX|M{0,2})");
  private static final Pattern ALTIMETER = Pattern.compile("([QA])(\\d{3,4})");
  private static final Pattern MILITARY_ALTIMETER = Pattern.compile("QNH(\\d{4})INS");

  /** Code table 4678, with PE, ice pellets until 1998. Recent weather begins with RE. */
  private static final Pattern WEATHER =
      Pattern.compile(
          "(?:[+-]|VC)?(?:TS|SH|(?:MI|PR|BC|DR|BL|SH|TS|FZ){0,2}"
              + "(?:DZ|RA|SN|SG|IC|PL|PE|GR|GS|UP|BR|FG|FU|VA|DU|SA|HZ|PY|PO|SQ|FC|SS|DS){1,3})");

  /** All after these is forecast: FM 15 section 3, with the forms of Australia and of old codes. */
  private static final Pattern TREND =
      Pattern.compile(
          "(?:TEMPO|BECMG|INTER|GRADU|RAPID|PROB\\d*|FCST|TREND|TEND|NOSIG|TAF|FM|TL|AT)"
              + "(?:/?(?:\\d{4}|\\d{6})Z?(?:/\\d{4})?)?"
              + "|(?:TEMPO|BECMG|INTER|PROB|NOSIG|GRADU|RAPID|FCST|TREND|(?:FM|TL|AT)\\d{4}).*");

  /** The period of a forecast, as TAF has it after its time. */
  private static final Pattern FORECAST_PERIOD = Pattern.compile("\\d{4}/\\d{4}|\\d{6}");

  private final List<String> groups;
  private final List<String> unreadable = new ArrayList<>();
  private int next;
  private MetarReport.Kind kind;
  private boolean automatic;
  private int correction;
  private boolean windRead;
  private double windDirection = Double.NaN;
  private double windSpeed = Double.NaN;
  private double windGust = Double.NaN;

  /** Visibility stands behind the wind, and a number elsewhere is something else. */
  private boolean visibilityMayFollow = true;

  private double visibility = Double.NaN;
  private double directional = Double.NaN;
  private boolean temperatureRead;
  private double temperature = Double.NaN;
  private double dewPoint = Double.NaN;
  private double altimeter = Double.NaN;
  private final List<String> weather = new ArrayList<>();

  private MetarParser(List<String> groups, MetarReport.Kind kind) {
    this.groups = groups;
    this.kind = kind;
  }

  /**
   * Reads the first report in a text, with or without the word METAR or SPECI.
   *
   * @throws MetarFault if it is none
   */
  public static MetarReport parse(String text) throws MetarFault {
    return parse(MetarText.first(text), MetarReport.Kind.UNKNOWN);
  }

  /**
   * Reads a report.
   *
   * @param bulletin kind of a report that does not say its own
   * @throws MetarFault if it is none
   */
  static MetarReport parse(List<String> groups, MetarReport.Kind bulletin) throws MetarFault {
    if (groups.isEmpty()) {
      throw new MetarFault(MetarFault.Kind.MALFORMED, "the report is empty");
    }
    return new MetarParser(groups, bulletin).report();
  }

  private MetarReport report() throws MetarFault {
    if (groups.get(0).equals("TAF")) {
      throw new MetarFault(MetarFault.Kind.FORECAST, "a forecast (TAF)");
    }
    readCorrection();
    kind();
    readCorrection();
    String station = take(MetarText.STATION, "a station of four letters such as KJFK");
    readCorrection();
    String time = take(MetarText.TIME, "a time such as 261151Z");
    int day = Integer.parseInt(time.substring(0, 2));
    int hour = Integer.parseInt(time.substring(2, 4));
    int minute = Integer.parseInt(time.substring(4, 6));
    if (day < 1 || day > 31 || hour > 23 || minute > 59) {
      throw new MetarFault(
          MetarFault.Kind.MALFORMED,
          "'%s' is no time; day 01 to 31, hour 00 to 23 and minute 00 to 59".formatted(time));
    }
    String period = peek();
    if (period != null && FORECAST_PERIOD.matcher(period).matches()) {
      throw new MetarFault(
          MetarFault.Kind.FORECAST, "a forecast: '%s' is its period".formatted(period));
    }
    body();
    MetarRemarks remarks =
        MetarRemarks.read(
            groups.subList(next, groups.size()), hour, minute, altimeter, temperature, dewPoint);
    unreadable.addAll(remarks.unreadable());
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
        Double.isNaN(visibility) ? directional : visibility,
        Double.isNaN(remarks.temperature()) ? temperature : remarks.temperature(),
        Double.isNaN(remarks.dewPoint()) ? dewPoint : remarks.dewPoint(),
        altimeter,
        remarks.seaLevelPressure(),
        remarks.precipitation(),
        remarks.sums(),
        remarks.snowDepth(),
        String.join(" ", weather),
        unreadable);
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
      int told = matcher.group(1) == null ? 1 : matcher.group(1).charAt(0) - 'A' + 1;
      correction = Math.max(correction, told);
      next++;
    }
  }

  /** Ends before the remarks; a trend is passed over. */
  private void body() throws MetarFault {
    boolean trend = false;
    for (String group = peek(); group != null && !isRemarks(group); group = peek()) {
      next++;
      trend |= isTrend(group);
      if (!trend && group.equals("NIL")) {
        throw new MetarFault(MetarFault.Kind.NIL, "NIL: the station has sent no report");
      }
      if (!trend) {
        group(group);
      }
    }
  }

  private static boolean isRemarks(String group) {
    return group.startsWith("RMK");
  }

  static boolean isTrend(String group) {
    return TREND.matcher(group).matches();
  }

  private void group(String group) {
    if (CORRECTION.matcher(group).matches()) {
      next--;
      readCorrection();
    } else if (group.equals("AUTO")) {
      automatic = true;
    } else if (!wind(group) && !visibility(group)) {
      visibilityMayFollow = false;
      if (WEATHER.matcher(group).matches()) {
        weather.add(group);
      } else if (!temperature(group)) {
        altimeter(group);
      }
    }
  }

  private boolean wind(String group) {
    String following = peek();
    String whole = group;
    if (following != null
        && WIND_UNIT.matcher(following).matches()
        && WIND_WITHOUT_UNIT.matcher(group).matches()) {
      next++;
      whole = group + following;
    }
    Matcher matcher = WIND.matcher(whole);
    if (!matcher.matches()) {
      boolean garbled = WIND_END.matcher(group).matches();
      if (garbled && !windRead) {
        unreadable.add("'%s' is no wind".formatted(shown(group)));
      }
      visibilityMayFollow |= garbled;
      return garbled || WIND_RANGE.matcher(group).matches();
    }
    if (windRead) {
      return true;
    }
    windRead = true;
    visibilityMayFollow = true;
    Unit unit =
        switch (matcher.group(4)) {
          case "MPS" -> Unit.METRE_PER_SECOND;
          case "KMH" -> Unit.KILOMETRE_PER_HOUR;
          default -> Unit.KNOT;
        };
    windSpeed = unit.to(Unit.METRE_PER_SECOND, number(matcher.group(2)));
    windGust = unit.to(Unit.METRE_PER_SECOND, number(matcher.group(3)));
    windDirection = windSpeed == 0 ? Double.NaN : number(matcher.group(1));
    if (windDirection > 360) {
      unreadable.add("'%s' has no direction from 0 to 360".formatted(whole));
      windDirection = Double.NaN;
    }
    return true;
  }

  private boolean visibility(String group) {
    Matcher miles = MILES.matcher(group);
    if (miles.matches()) {
      visibleMiles(group, miles, 0);
      return true;
    }
    String following = peek();
    if (following != null && (WHOLE.matcher(group).matches() || isFraction(group))) {
      Matcher fraction = MILES.matcher(following);
      if (WHOLE.matcher(group).matches() && fraction.matches() && fraction.group(3) != null) {
        next++;
        visibleMiles(group + " " + following, fraction, number(group));
        return true;
      }
      if (following.equals("SM")) {
        next++;
        Matcher spaced = MILES.matcher(group + "SM");
        if (spaced.matches()) {
          visibleMiles(group + " SM", spaced, 0);
        }
        return true;
      }
      if (WHOLE.matcher(group).matches()
          && isFraction(following)
          && next + 1 < groups.size()
          && groups.get(next + 1).equals("SM")) {
        Matcher spaced = MILES.matcher(following + "SM");
        next += 2;
        if (spaced.matches()) {
          visibleMiles(group + " " + following + " SM", spaced, number(group));
        }
        return true;
      }
    }
    return visibilityMayFollow && metres(group);
  }

  private static boolean isFraction(String group) {
    return FRACTION.matcher(group).matches();
  }

  private void visibleMiles(String text, Matcher matcher, double whole) {
    double value = miles(matcher, whole);
    if (Double.isNaN(value)) {
      unreadable.add("'%s' is no visibility".formatted(text));
    } else if (Double.isNaN(visibility)) {
      visibility = Unit.STATUTE_MILE.to(Unit.METRE, value);
    }
  }

  /**
   * Statute miles; 21/2 is two and a half, its blank lost. Less than a limit (M1/4SM) is half of
   * it: below the limit for every rule that asks. NaN for a fraction that is none.
   */
  private static double miles(Matcher matcher, double whole) {
    double value;
    if (matcher.group(2) != null) {
      value = number(matcher.group(2));
    } else {
      String above = matcher.group(3);
      double below = matcher.group(4).length() > 2 ? 0 : number(matcher.group(4));
      double wholes = whole;
      if (above.length() > 1 && whole == 0 && !(number(above) < below && above.length() == 2)) {
        wholes = above.length() > 3 ? Double.NaN : number(above.substring(0, above.length() - 1));
        above = above.substring(above.length() - 1);
      }
      double part = above.length() > 2 ? Double.NaN : number(above) / below;
      value = part > 0 && part < 1 ? wholes + part : Double.NaN;
    }
    return "M".equals(matcher.group(1)) ? value / 2 : value;
  }

  /** Metres; a visibility in one direction counts only where there is no other: the least. */
  private boolean metres(String group) {
    if (group.equals("CAVOK")) {
      visibility = Double.isNaN(visibility) ? 10_000 : visibility;
      return true;
    }
    Matcher kilometres = KILOMETRES.matcher(group);
    if (kilometres.matches()) {
      visibility = Double.isNaN(visibility) ? number(kilometres.group(1)) * 1000 : visibility;
      return true;
    }
    Matcher metres = METRES.matcher(group);
    if (!metres.matches()) {
      return group.startsWith("////");
    }
    double value = metres.group(1).equals("9999") ? 10_000 : number(metres.group(1));
    String direction = metres.group(2);
    if (direction != null && !direction.equals("NDV")) {
      directional = Double.isNaN(directional) ? value : Math.min(directional, value);
    } else if (Double.isNaN(visibility)) {
      visibility = value;
    }
    return true;
  }

  private boolean temperature(String group) {
    Matcher matcher = TEMPERATURE.matcher(group);
    if (!matcher.matches()) {
      return false;
    }
    if (!temperatureRead) {
      temperature = signed(matcher.group(1));
      dewPoint = signed(matcher.group(2));
      temperatureRead = !Double.isNaN(temperature) || !Double.isNaN(dewPoint);
    }
    return true;
  }

  private void altimeter(String group) {
    Matcher matcher = ALTIMETER.matcher(group);
    Matcher military = MILITARY_ALTIMETER.matcher(group);
    double value;
    if (military.matches()) {
      value = inches(military.group(1));
    } else if (matcher.matches()) {
      String digits = matcher.group(2);
      value =
          matcher.group(1).equals("Q")
              ? number(digits)
              : digits.length() == 4 ? inches(digits) : Double.NaN;
    } else {
      return;
    }
    if (!(value >= LOWEST_SETTING && value <= HIGHEST_SETTING)) {
      unreadable.add("'%s' is no altimeter setting".formatted(group));
    } else if (Double.isNaN(altimeter)) {
      altimeter = value;
    }
  }

  private static double inches(String hundredths) {
    return Unit.INCH_OF_MERCURY.to(Unit.HECTOPASCAL, number(hundredths) / 100);
  }

  private static double signed(String text) {
    if (text.startsWith("M") && text.length() == 3) {
      double value = number(text.substring(1));
      return value == 0 ? MINUS_ZERO : -value;
    }
    return number(text);
  }

  /** The number, or NaN where slashes or nothing stand for it. */
  private static double number(@Nullable String digits) {
    return digits == null || digits.isEmpty() || !Character.isDigit(digits.charAt(0))
        ? Double.NaN
        : Integer.parseInt(digits);
  }

  private @Nullable String peek() {
    return next < groups.size() ? groups.get(next) : null;
  }

  /** The next group; faults if it is not of that form. */
  private String take(Pattern form, String expected) throws MetarFault {
    String group = peek();
    if (group == null || !form.matcher(group).matches()) {
      throw new MetarFault(
          MetarFault.Kind.MALFORMED,
          "%s where %s is expected"
              .formatted(group == null ? "the report ends" : "'" + shown(group) + "'", expected));
    }
    next++;
    return group;
  }

  private static String shown(String group) {
    return group.length() <= 20 ? group : group.substring(0, 20) + "...";
  }
}

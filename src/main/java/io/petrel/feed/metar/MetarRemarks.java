package io.petrel.feed.metar;

import io.petrel.weather.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the US remarks (FMH-1 chapter 12) add, NaN where they do not.
 *
 * @param seaLevelPressure hPa
 * @param temperature degrees Celsius, in tenths
 * @param precipitation mm since the last routine report; a trace (P0000) is 0
 * @param sums mm of precipitation by hours up to the report, from the groups 6 and 7
 * @param snowDepth cm
 * @param unreadable groups that cannot be what they say, each with why
 */
record MetarRemarks(
    double seaLevelPressure,
    double temperature,
    double dewPoint,
    double precipitation,
    SortedMap<Integer, Double> sums,
    double snowDepth,
    List<String> unreadable) {
  private static final Pattern PRESSURE = Pattern.compile("SLP(\\d{3})");
  private static final Pattern TENTHS =
      Pattern.compile("T(?:([01])(\\d{3})|/{4})(?:([01])(\\d{3})|/{4})?");
  private static final Pattern PRECIPITATION = Pattern.compile("P(\\d{4})");
  private static final Pattern LONGER = Pattern.compile("([67])(\\d{4})");
  private static final Pattern SNOW = Pattern.compile("4/(\\d{3})");

  /** Whole degrees and tenths of one report differ by half a degree at most. */
  private static final double ROUNDING = 1;

  /** Reduced by different formulas, the two pressures never differ by more, in hPa. */
  private static final double FURTHEST_FROM_ALTIMETER = 40;

  /** Collects what is read; one for each report. */
  private static final class Read {
    private double pressure = Double.NaN;
    private double temperature = Double.NaN;
    private double dewPoint = Double.NaN;
    private double precipitation = Double.NaN;
    private final SortedMap<Integer, Double> sums = new TreeMap<>();
    private double snow = Double.NaN;
    private final List<String> unreadable = new ArrayList<>();
  }

  /**
   * Reads the groups from RMK on.
   *
   * @param altimeter hPa; decides on the hundreds of the pressure, which SLPppp leaves out
   * @param temperature in whole degrees, of the body: tenths that contradict it are not used
   */
  static MetarRemarks read(
      List<String> groups,
      int hour,
      int minute,
      double altimeter,
      double temperature,
      double dewPoint) {
    Read read = new Read();
    for (String group : groups) {
      if (MetarParser.isTrend(group)) {
        break;
      }
      char first = group.charAt(0);
      if (first == 'S') {
        pressure(group, altimeter, read);
      } else if (first == 'T') {
        tenths(group, temperature, dewPoint, read);
      } else if (first == 'P') {
        Matcher rain = PRECIPITATION.matcher(group);
        if (rain.matches() && Double.isNaN(read.precipitation)) {
          read.precipitation = millimetres(rain.group(1));
        }
      } else if (first == '4') {
        Matcher depth = SNOW.matcher(group);
        if (depth.matches()) {
          read.snow = Unit.INCH.to(Unit.CENTIMETRE, Integer.parseInt(depth.group(1)));
        }
      } else if (first == '6' || first == '7') {
        longer(group, hour, minute, read);
      }
    }
    return new MetarRemarks(
        read.pressure,
        read.temperature,
        read.dewPoint,
        read.precipitation,
        read.sums,
        read.snow,
        read.unreadable);
  }

  /**
   * SLP472 is 1047.2 or 947.2 hPa. The usual rule takes 500 as the limit and makes the eye of a
   * hurricane an anticyclone, so the altimeter setting decides where there is one.
   */
  private static void pressure(String group, double altimeter, Read read) {
    Matcher matcher = PRESSURE.matcher(group);
    if (!matcher.matches() || !Double.isNaN(read.pressure)) {
      return;
    }
    double tenths = Integer.parseInt(matcher.group(1)) / 10.0;
    double nearest = (tenths >= 50 ? 900 : 1000) + tenths;
    for (int hundreds = 800; hundreds <= 1000; hundreds += 100) {
      double candidate = hundreds + tenths;
      if (Math.abs(candidate - altimeter) < Math.abs(nearest - altimeter)) {
        nearest = candidate;
      }
    }
    if (Math.abs(nearest - altimeter) > FURTHEST_FROM_ALTIMETER) {
      read.unreadable.add(
          "'%s' does not go with the altimeter setting of %.1f hPa".formatted(group, altimeter));
    } else {
      read.pressure = nearest;
    }
  }

  private static void tenths(String group, double temperature, double dewPoint, Read read) {
    Matcher matcher = TENTHS.matcher(group);
    if (matcher.matches()) {
      read.temperature =
          tenths(group, matcher.group(1), matcher.group(2), temperature, read.unreadable);
      read.dewPoint = tenths(group, matcher.group(3), matcher.group(4), dewPoint, read.unreadable);
    }
  }

  private static double tenths(
      String group, String sign, String digits, double whole, List<String> unreadable) {
    if (digits == null) {
      return Double.NaN;
    }
    double value = Integer.parseInt(digits) / 10.0 * (sign.equals("1") ? -1 : 1);
    if (Math.abs(value - whole) > ROUNDING) {
      unreadable.add(
          "'%s' says %.1f °C where the report has %.0f °C".formatted(group, value, whole));
      return Double.NaN;
    }
    return value;
  }

  /** 6RRRR is over six hours at the main hours (00, 06, 12, 18 UTC), over three between them. */
  private static void longer(String group, int hour, int minute, Read read) {
    Matcher matcher = LONGER.matcher(group);
    if (!matcher.matches()) {
      return;
    }
    int nearestHour = (hour + (minute >= 30 ? 1 : 0)) % 24;
    int hours =
        group.charAt(0) == '7' ? 24 : nearestHour % 6 == 0 ? 6 : nearestHour % 3 == 0 ? 3 : 0;
    if (hours == 0) {
      read.unreadable.add("'%s' is over 3 or 6 h, but not at this hour".formatted(group));
    } else {
      read.sums.putIfAbsent(hours, millimetres(matcher.group(2)));
    }
  }

  private static double millimetres(String hundredthsOfInch) {
    return Unit.INCH.to(Unit.MILLIMETRE, Integer.parseInt(hundredthsOfInch) / 100.0);
  }
}

package io.petrel.feed.metar;

import io.petrel.weather.Unit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the US remarks (FMH-1 chapter 12) add, NaN where they do not.
 *
 * @param seaLevelPressure hPa
 * @param temperature degrees Celsius, in tenths
 * @param precipitation mm since the last routine report; a trace (P0000) is 0
 * @param snowDepth cm
 */
record MetarRemarks(
    double seaLevelPressure,
    double temperature,
    double dewPoint,
    double precipitation,
    double snowDepth) {
  private static final Pattern PRESSURE = Pattern.compile("SLP(\\d{3})");
  private static final Pattern TENTHS = Pattern.compile("T([01])(\\d{3})(?:([01])(\\d{3}))?");
  private static final Pattern PRECIPITATION = Pattern.compile("P(\\d{4})");
  private static final Pattern SNOW = Pattern.compile("4/(\\d{3})");

  /**
   * Reads the groups after RMK.
   *
   * @param altimeter hPa; decides on the hundreds of the pressure, which SLPppp leaves out
   */
  static MetarRemarks read(List<String> groups, double altimeter) {
    double pressure = Double.NaN;
    double temperature = Double.NaN;
    double dewPoint = Double.NaN;
    double precipitation = Double.NaN;
    double snow = Double.NaN;
    for (String group : groups) {
      Matcher slp = PRESSURE.matcher(group);
      Matcher tenths = TENTHS.matcher(group);
      Matcher rain = PRECIPITATION.matcher(group);
      Matcher depth = SNOW.matcher(group);
      if (slp.matches()) {
        pressure = pressure(Integer.parseInt(slp.group(1)), altimeter);
      } else if (tenths.matches()) {
        temperature = tenths(tenths.group(1), tenths.group(2));
        if (tenths.group(3) != null) {
          dewPoint = tenths(tenths.group(3), tenths.group(4));
        }
      } else if (rain.matches()) {
        precipitation = Unit.INCH.to(Unit.MILLIMETRE, Integer.parseInt(rain.group(1)) / 100.0);
      } else if (depth.matches()) {
        snow = Unit.INCH.to(Unit.CENTIMETRE, Integer.parseInt(depth.group(1)));
      }
    }
    return new MetarRemarks(pressure, temperature, dewPoint, precipitation, snow);
  }

  /**
   * SLP472 is 1047.2 or 947.2 hPa. The usual rule takes 500 as the limit and makes the eye of a
   * hurricane an anticyclone, so the altimeter setting, never 50 hPa away, decides where there is
   * one.
   */
  private static double pressure(int tenths, double altimeter) {
    double usual = (tenths >= 500 ? 900 : 1000) + tenths / 10.0;
    double nearest = usual;
    for (int hundreds = 800; hundreds <= 1000; hundreds += 100) {
      double candidate = hundreds + tenths / 10.0;
      if (Math.abs(candidate - altimeter) < Math.abs(nearest - altimeter)) {
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static double tenths(String sign, String digits) {
    double value = Integer.parseInt(digits) / 10.0;
    return sign.equals("1") ? -value : value;
  }
}

package io.petrel.feed.metar;

import java.util.List;
import java.util.SortedMap;

/**
 * A METAR or SPECI. Numbers that are not in it are NaN.
 *
 * @param station four letters and digits
 * @param kind METAR, SPECI, or unknown when the word is left out
 * @param day of a month that the report does not say
 * @param automatic no person has seen to it
 * @param correction 0 = none; COR and CCA are 1, CCB is 2
 * @param windDirection degrees true; NaN when calm or variable
 * @param windSpeed m/s
 * @param visibility m; 10 km for 9999 and CAVOK, which mean at least that
 * @param temperature °C; -0.1 for M00, which means below zero
 * @param altimeter QNH in hPa: not the pressure at mean sea level
 * @param seaLevelPressure hPa, from the remark SLPppp
 * @param precipitation mm since the last routine report, from the remark Prrrr; a trace is 0
 * @param sums mm of precipitation by the hours that they are over, more than one
 * @param presentWeather groups as written, with a blank between; empty = none
 * @param unreadable values that cannot be what they say, each with why
 */
public record MetarReport(
    String station,
    Kind kind,
    int day,
    int hour,
    int minute,
    boolean automatic,
    int correction,
    double windDirection,
    double windSpeed,
    double windGust,
    double visibility,
    double temperature,
    double dewPoint,
    double altimeter,
    double seaLevelPressure,
    double precipitation,
    SortedMap<Integer, Double> sums,
    double snowDepth,
    String presentWeather,
    List<String> unreadable) {
  /** What the first word says. */
  public enum Kind {
    METAR,
    SPECI,
    UNKNOWN
  }
}

package io.petrel.rule.expr;

import io.petrel.weather.Unit;

/**
 * Formulas of meteorology. A missing argument gives a missing result (NaN); nothing is thrown.
 *
 * <p>Sources and ranges are set out in {@code rules/README.md}.
 */
final class MeteorologicalFormulas {
  private static final double WIND_CHILL_WARMEST_C = 10.0;
  private static final double WIND_CHILL_CALMEST_KMH = 4.8;

  private MeteorologicalFormulas() {}

  /** The smaller angle between two directions, 0..180 degrees. */
  static double turn(double fromDegrees, double toDegrees) {
    return Math.abs(veer(fromDegrees, toDegrees));
  }

  /**
   * How far a wind has turned, -180..180 degrees: above 0 clockwise (veering), below 0
   * anticlockwise (backing). Exactly opposite directions give 180.
   */
  static double veer(double fromDegrees, double toDegrees) {
    double turned = (toDegrees - fromDegrees) % 360;
    if (turned > 180) {
      return turned - 360;
    }
    return turned <= -180 ? turned + 360 : turned;
  }

  /**
   * Heat index in °C from air temperature in °C and relative humidity in percent: the regression of
   * Rothfusz (1990, NWS SR 90-23) with the adjustments and the simple formula of Steadman below 80
   * °F, as on wpc.ncep.noaa.gov/html/heatindex_equation.shtml. Shade and light wind assumed.
   */
  static double heatIndex(double temperatureC, double humidityPct) {
    double t = Unit.CELSIUS.to(Unit.FAHRENHEIT, temperatureC);
    double r = humidityPct;
    double simple = 0.5 * (t + 61.0 + (t - 68.0) * 1.2 + r * 0.094);
    double index = (simple + t) / 2;
    if (index >= 80) {
      index =
          -42.379
              + 2.04901523 * t
              + 10.14333127 * r
              - 0.22475541 * t * r
              - 0.00683783 * t * t
              - 0.05481717 * r * r
              + 0.00122874 * t * t * r
              + 0.00085282 * t * r * r
              - 0.00000199 * t * t * r * r;
      if (r < 13 && t >= 80 && t <= 112) {
        index -= (13 - r) / 4 * Math.sqrt((17 - Math.abs(t - 95)) / 17);
      } else if (r > 85 && t >= 80 && t <= 87) {
        index += (r - 85) / 10 * ((87 - t) / 5);
      }
    }
    return Unit.FAHRENHEIT.to(Unit.CELSIUS, index);
  }

  /**
   * Wind chill in °C from air temperature in °C and wind in m/s at 10 m: the index of NWS and
   * Environment Canada of 2001. Outside its range (above 10 °C, or below 4.8 km/h of wind) wind
   * does not chill: the temperature itself.
   */
  static double windChill(double temperatureC, double windMs) {
    double v = Unit.METRE_PER_SECOND.to(Unit.KILOMETRE_PER_HOUR, windMs);
    if (Double.isNaN(temperatureC) || Double.isNaN(v)) {
      return Double.NaN;
    }
    if (temperatureC > WIND_CHILL_WARMEST_C || v < WIND_CHILL_CALMEST_KMH) {
      return temperatureC;
    }
    double power = Math.pow(v, 0.16);
    return 13.12 + 0.6215 * temperatureC - 11.37 * power + 0.3965 * temperatureC * power;
  }
}

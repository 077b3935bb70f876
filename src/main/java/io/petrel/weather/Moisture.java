package io.petrel.weather;

/**
 * Humidity, dew point and vapour pressure: Magnus' formula with the constants of WMO-No. 8 (Guide
 * to Instruments, volume I, annex 4.B), good to about 0.1 °C from -45 to 60 °C over water and from
 * -65 to 0 °C over ice. Temperatures in °C, humidities in percent. A missing argument (NaN) gives a
 * missing result; nothing is thrown.
 */
public final class Moisture {
  private static final double WATER_FACTOR = 17.62;
  private static final double WATER_OFFSET_C = 243.12;
  private static final double ICE_FACTOR = 22.46;
  private static final double ICE_OFFSET_C = 272.62;

  private Moisture() {}

  /** Relative humidity over water, as stations report it below 0 °C as well. */
  public static double humidity(double temperatureC, double dewPointC) {
    return 100 * Math.exp(overWater(dewPointC) - overWater(temperatureC));
  }

  /** Relative humidity over ice; above 100 where frost grows. The dew point is that over water. */
  public static double humidityOverIce(double temperatureC, double dewPointC) {
    double overIce = ICE_FACTOR * temperatureC / (ICE_OFFSET_C + temperatureC);
    return 100 * Math.exp(overWater(dewPointC) - overIce);
  }

  /** Dew point over water. Humidity of 0 has none. */
  public static double dewPoint(double temperatureC, double humidityPct) {
    if (!(humidityPct > 0)) {
      return Double.NaN;
    }
    double gamma = Math.log(humidityPct / 100) + overWater(temperatureC);
    return WATER_OFFSET_C * gamma / (WATER_FACTOR - gamma);
  }

  /** Logarithm of the saturation vapour pressure over water, in units of that at 0 °C. */
  private static double overWater(double temperatureC) {
    return WATER_FACTOR * temperatureC / (WATER_OFFSET_C + temperatureC);
  }
}

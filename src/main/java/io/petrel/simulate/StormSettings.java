package io.petrel.simulate;

/**
 * The storm.
 *
 * @param intensity factor on the low's depth; 1 is a severe autumn storm, 0 no low at all
 * @param warmAirC temperature at sea level in the warm air ahead of the cold front; 13 is autumn,
 *     below 4 the showers behind the front fall as snow
 * @param radiusKm Holland's radius of the strongest wind
 * @param hollandB Holland's B
 * @param speedMs how fast the low moves
 */
public record StormSettings(
    double intensity, double warmAirC, double radiusKm, double hollandB, double speedMs) {
  public static final StormSettings AUTUMN = new StormSettings(1, 13, 220, 1.05, 15);
  public static final StormSettings WINTER = new StormSettings(1.05, 2, 220, 1.05, 15);

  public StormSettings {
    require("intensity", intensity, 0, 1.6);
    require("warmAirC", warmAirC, -25, 35);
    require("radiusKm", radiusKm, 20, 600);
    require("hollandB", hollandB, 0.8, 2.5);
    require("speedMs", speedMs, 2, 40);
  }

  public StormSettings withIntensity(double intensity) {
    return new StormSettings(intensity, warmAirC, radiusKm, hollandB, speedMs);
  }

  static void require(String name, double value, double minimum, double maximum) {
    if (!(value >= minimum && value <= maximum)) {
      throw new IllegalArgumentException(
          "%s is %s; allowed are %s to %s".formatted(name, value, minimum, maximum));
    }
  }
}

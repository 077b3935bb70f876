package io.petrel.simulate;

/** Adds up the samples of a measuring period. Not thread-safe. */
final class PeriodTotals {
  private static final double HOUR_MILLIS = 3_600_000;

  private double speedSum;
  private Wind windSum = Wind.CALM;
  private int windSamples;
  private double gust;
  private double water;
  private double strokes;

  /**
   * @param meanWind whether the sample counts for the mean wind
   */
  void add(Moment moment, long millis, boolean meanWind) {
    if (meanWind) {
      speedSum += moment.wind().speed();
      windSum = windSum.plus(moment.wind());
      windSamples++;
    }
    gust = Math.max(gust, moment.gustMs());
    double hours = millis / HOUR_MILLIS;
    water += (moment.rainMmPerHour() + moment.snowMmPerHour()) * hours;
    strokes += moment.lightningPerHour() * hours;
  }

  Measured finish(Moment last, double snowCm) {
    return new Measured(
        last.pressureHpa(),
        last.temperatureC(),
        last.dewPointC(),
        speedSum / windSamples,
        gust,
        windSum.fromDegrees(),
        last.visibilityM(),
        water,
        snowCm,
        strokes);
  }
}

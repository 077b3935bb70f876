package io.petrel.simulate;

/**
 * The weather that one station measures: samples the atmosphere, adds small-scale noise, and
 * accumulates rain and snow on the ground. Not thread-safe; times must ascend.
 */
final class StationSimulator {
  private static final int SAMPLE_MINUTES = 2;
  private static final long MINUTE = 60_000;

  /** Snow on the ground per mm of water: 10 to 1. */
  private static final double SNOW_CM_PER_MM = 1.0;

  /** Degree-day melt, 4 mm of water per day and K above 0, as cm of fresh snow. */
  private static final double MELT_CM_PER_HOUR_AND_K = 4.0 / 24 * SNOW_CM_PER_MM;

  private final Atmosphere atmosphere;
  private final SimulatedStation station;
  private final SeededRandom dice;
  private final double exposure;
  private final double moisture;
  private final AutoregressiveNoise turbulence;
  private final AutoregressiveNoise direction;
  private final AutoregressiveNoise shower;
  private final AutoregressiveNoise pressure;
  private final AutoregressiveNoise temperature;
  private final AutoregressiveNoise dewPoint;
  private double snowCm;

  StationSimulator(Atmosphere atmosphere, SimulatedStation station, SeededRandom dice) {
    this.atmosphere = atmosphere;
    this.station = station;
    this.dice = dice;
    this.exposure = 1 + 0.07 * dice.gauss();
    this.moisture = 0.9 * dice.gauss();
    this.turbulence = new AutoregressiveNoise(10, dice);
    this.direction = new AutoregressiveNoise(15, dice);
    this.shower = new AutoregressiveNoise(25, dice);
    this.pressure = new AutoregressiveNoise(90, dice);
    this.temperature = new AutoregressiveNoise(60, dice);
    this.dewPoint = new AutoregressiveNoise(60, dice);
  }

  /**
   * Measures the period that ends at {@code timeMillis}.
   *
   * @param periodMillis since the previous report
   */
  InstrumentSample measure(long timeMillis, long periodMillis) {
    long samples = Math.max(1, periodMillis / (SAMPLE_MINUTES * MINUTE));
    long step = periodMillis / samples;
    PeriodTotals totals = new PeriodTotals();
    WeatherSample last = sample(timeMillis - (samples - 1) * step, step);
    totals.add(last, step, samples <= 5);
    for (long left = samples - 2; left >= 0; left--) {
      last = sample(timeMillis - left * step, step);
      totals.add(last, step, left < 5); // the mean wind is that of the last 10 minutes
    }
    return totals.finish(last, snowCm);
  }

  private WeatherSample sample(long timeMillis, long stepMillis) {
    double minutes = stepMillis / (double) MINUTE;
    advance(minutes);
    AirState air = atmosphere.at(station, timeMillis);
    double showerRain = 7 * Math.max(0, shower.value() - 1.1) * air.showers();
    double rain = air.rainMmPerHour() + showerRain;
    double celsius =
        air.temperatureC() + 0.25 * temperature.value() - 0.8 * Math.min(1, showerRain / 4);
    Wind wind = wind(air);
    double airDewPoint = air.airDewPointC() + moisture + 0.25 * dewPoint.value();
    double frozen = Curve.ramp(1.8, 0.2, celsius);
    snow(rain * frozen, celsius, minutes);
    return new WeatherSample(
        air.pressureHpa() + 0.12 * pressure.value(),
        celsius,
        airDewPoint,
        wind,
        gust(wind.speed(), air.squallMs(), showerRain),
        rain * (1 - frozen),
        rain * frozen,
        air.lightningPerHour());
  }

  private Wind wind(AirState air) {
    double turn = 12 * direction.value() / (1 + air.wind().speed() / 3);
    return air.wind()
        .times(Math.max(0.2, exposure * (1 + 0.07 * turbulence.value())))
        .strengthened(0.6 * air.squallMs())
        .veered(turn);
  }

  /** The highest 3 s wind of the sample: gust factor, plus the wind of squalls and showers. */
  private double gust(double mean, double squallMs, double showerRain) {
    double factor = 1 + (station.terrain().gustFactor() - 1) * (1 + 0.12 * dice.gauss());
    return Math.max(mean, mean * factor + 0.35 * squallMs + Math.min(4, showerRain));
  }

  private void advance(double minutes) {
    turbulence.advance(minutes, dice);
    direction.advance(minutes, dice);
    shower.advance(minutes, dice);
    pressure.advance(minutes, dice);
    temperature.advance(minutes, dice);
    dewPoint.advance(minutes, dice);
  }

  private void snow(double mmPerHour, double celsius, double minutes) {
    double hours = minutes / 60;
    double fallen = mmPerHour * hours * SNOW_CM_PER_MM;
    double melted = Math.max(0, celsius) * MELT_CM_PER_HOUR_AND_K * hours;
    snowCm = Math.max(0, snowCm + fallen - melted);
  }

  /**
   * Noise with a memory (an autoregressive process of order 1), mean 0 and standard deviation 1.
   * Not thread-safe.
   */
  static final class AutoregressiveNoise {
    private final double memoryMinutes;
    private double value;

    AutoregressiveNoise(double memoryMinutes, SeededRandom dice) {
      this.memoryMinutes = memoryMinutes;
      this.value = dice.gauss();
    }

    double value() {
      return value;
    }

    void advance(double minutes, SeededRandom dice) {
      double keep = StrictMath.exp(-minutes / memoryMinutes);
      value = keep * value + StrictMath.sqrt(1 - keep * keep) * dice.gauss();
    }
  }

  /** Adds up the samples of a measuring period. Not thread-safe. */
  private static final class PeriodTotals {
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
    void add(WeatherSample moment, long millis, boolean meanWind) {
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

    InstrumentSample finish(WeatherSample last, double snowCm) {
      return new InstrumentSample(
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
}

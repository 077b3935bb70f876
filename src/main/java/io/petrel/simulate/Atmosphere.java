package io.petrel.simulate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The true weather everywhere at every time: a series of storms in a background flow, the daily
 * waves of pressure and temperature, and the effect of the ground. A pure function; thread-safe.
 */
final class Atmosphere {
  private static final double LAPSE_PER_M = 0.0065;
  private static final double DEW_POINT_LAPSE_PER_M = 0.005;

  /** The contribution of the strongest thunderstorm in the front. */
  private static final double SQUALL_MS = 15;

  private static final double SQUALL_MM_PER_HOUR = 65;
  private static final double SQUALL_STROKES_PER_HOUR = 90;

  private final long seed;
  private final StormSettings settings;
  private final long startMillis;
  private final Map<Long, StormSystem> storms = new ConcurrentHashMap<>();

  Atmosphere(SimulationSettings settings) {
    this.seed = settings.seed();
    this.settings = settings.storm();
    this.startMillis = settings.start().toEpochMilli();
  }

  AirState at(SimulatedStation station, long timeMillis) {
    double hour = hour(timeMillis);
    StormSystem storm = storm(hour);
    StormSystem next = nextStorm(hour);
    double age = storm.age(hour);
    double east = station.eastKm();
    double north = station.northKm();
    double arriving = Curve.ramp(-16, -6, next.age(hour));
    AirMass air =
        AirMass.of(storm, east, north, age)
            .blend(AirMass.of(next, east, north, next.age(hour)), arriving);
    double squall = storm.squall(east, north, age);
    double warmth =
        dailyWave(station, air.clearness(), timeMillis)
            - LAPSE_PER_M * station.elevationM()
            - 2.5 * squall;
    double dewPoint =
        air.temperatureC()
            - air.dewPointDepression()
            - DEW_POINT_LAPSE_PER_M * station.elevationM()
            - squall;
    return new AirState(
        pressure(station, timeMillis) + 1.3 * squall,
        air.temperatureC() + warmth,
        dewPoint,
        surfaceWind(station, timeMillis),
        SQUALL_MS * squall,
        air.steadyRain() * station.terrain().orographicFactor()
            + air.bandRain()
            + SQUALL_MM_PER_HOUR * squall * storm.wetness(),
        air.showers(),
        SQUALL_STROKES_PER_HOUR * squall);
  }

  /** Mean sea level pressure without squalls, which determines the wind. */
  double pressure(SimulatedStation station, long timeMillis) {
    double hour = hour(timeMillis);
    StormSystem storm = storm(hour);
    StormSystem next = nextStorm(hour);
    return Background.pressureHpa(station.northKm(), storm.age(hour))
        - storm.pressureDeficit(station.eastKm(), station.northKm(), storm.age(hour))
        - next.pressureDeficit(station.eastKm(), station.northKm(), next.age(hour))
        + DiurnalTide.pressureHpa(station.latitude(), station.localHour(timeMillis));
  }

  /** Wind at 10 m of both storms, the background and the front, reduced by the ground. */
  private Wind surfaceWind(SimulatedStation station, long timeMillis) {
    double hour = hour(timeMillis);
    StormSystem storm = storm(hour);
    StormSystem next = nextStorm(hour);
    double age = storm.age(hour);
    double east = station.eastKm();
    double north = station.northKm();
    double coriolis = station.coriolis();
    ColdFront front = storm.front(age);
    double veer =
        ColdFront.veerDegrees(front.aheadKm(east, north))
            * front.sharpness(north)
            * Math.min(1, storm.activity(age));
    return storm
        .wind(east, north, age, coriolis)
        .plus(next.wind(east, north, next.age(hour), coriolis))
        .plus(Background.wind(age, coriolis).veered(-20))
        .veered(veer)
        .times(station.terrain().windShare());
  }

  /** The storm whose age is 0 to 60 hours. */
  StormSystem storm(double hour) {
    return numbered((long) Math.floor(hour / StormSystem.LIFETIME_HOURS));
  }

  double hour(long timeMillis) {
    return (timeMillis - startMillis) / 3_600_000.0;
  }

  private StormSystem nextStorm(double hour) {
    return numbered((long) Math.floor(hour / StormSystem.LIFETIME_HOURS) + 1);
  }

  private StormSystem numbered(long number) {
    return storms.computeIfAbsent(number, n -> StormSystem.number(n, seed, settings));
  }

  /** Warmest at 14:30, coldest 12 hours away from it; larger under a clear sky and far from sea. */
  private static double dailyWave(SimulatedStation station, double clearness, long timeMillis) {
    double amplitude = (0.8 + 4.2 * clearness) * station.terrain().diurnalShare();
    double angle = 2 * Math.PI * (station.localHour(timeMillis) - 14.5) / 24;
    return amplitude * StrictMath.cos(angle);
  }

  /**
   * The semidiurnal wave of pressure that the sun drives: Haurwitz (1956), in Chapman and Lindzen
   * (1970), Atmospheric Tides: 1.16 hPa sin^3(colatitude) sin(2 t + 158 degrees), t local mean
   * solar time. Two highs a day, about 9:44 and 21:44; 0.26 hPa at 52.5 degrees north.
   */
  static final class DiurnalTide {
    private DiurnalTide() {}

    static double pressureHpa(double latitude, double localHour) {
      double phase = StrictMath.toRadians(2 * 15 * localHour + 158);
      return amplitudeHpa(latitude) * StrictMath.sin(phase);
    }

    static double amplitudeHpa(double latitude) {
      double cos = StrictMath.cos(StrictMath.toRadians(latitude));
      return 1.16 * cos * cos * cos;
    }
  }
}

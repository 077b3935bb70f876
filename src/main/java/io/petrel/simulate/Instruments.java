package io.petrel.simulate;

import static io.petrel.weather.Variables.DEW_POINT_C;
import static io.petrel.weather.Variables.ELEVATION_M;
import static io.petrel.weather.Variables.HUMIDITY_PCT;
import static io.petrel.weather.Variables.LATITUDE;
import static io.petrel.weather.Variables.LONGITUDE;
import static io.petrel.weather.Variables.PRECIP_MM;
import static io.petrel.weather.Variables.PRESSURE_HPA;
import static io.petrel.weather.Variables.SNOW_DEPTH_CM;
import static io.petrel.weather.Variables.TEMPERATURE_C;
import static io.petrel.weather.Variables.VISIBILITY_M;
import static io.petrel.weather.Variables.WIND_DIRECTION_DEG;
import static io.petrel.weather.Variables.WIND_GUST_MS;
import static io.petrel.weather.Variables.WIND_SPEED_MS;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;

/**
 * A station's instruments, with noise, constant biases, resolutions, and missing values, more of
 * them in a storm. Not thread-safe.
 */
final class Instruments {
  private static final Variable STATION_PRESSURE_HPA = Variables.named("station_pressure_hpa");
  private static final double GRAVITY_OVER_GAS_CONSTANT = 9.80665 / 287.05;
  private static final double STORM_GUST_MS = 22;

  private final SimulatedStation station;
  private final SeededRandom dice;
  private final double missingShare;
  private final double pressureBias;
  private final double temperatureBias;
  private final double windFactor;
  private final double visibilityLimitM;

  Instruments(SimulatedStation station, double missingShare, SeededRandom dice) {
    this.station = station;
    this.dice = dice;
    this.missingShare = missingShare;
    this.pressureBias = 0.15 * dice.gauss();
    this.temperatureBias = 0.15 * dice.gauss();
    this.windFactor = 1 + 0.02 * dice.gauss();
    this.visibilityLimitM = dice.happens(0.5) ? 10_000 : 50_000;
  }

  /** The report of the instruments, rounded like real ones. */
  Observation read(long timeMillis, InstrumentSample measured) {
    Observation.Builder report =
        Observation.at(station.id(), timeMillis)
            .stationName(station.name())
            .region(station.terrain().region())
            .set(LATITUDE, round(station.latitude(), 1e4))
            .set(LONGITUDE, round(station.longitude(), 1e4))
            .set(ELEVATION_M, station.elevationM());
    double share = missingShare * (measured.gustMs() > STORM_GUST_MS ? 5 : 1);
    pressure(report, measured, share);
    air(report, measured, share);
    wind(report, measured, share);
    water(report, measured, share);
    if (station.terrain() != Terrain.ISLAND) {
      report.extra("lightning_count", Math.floor(measured.lightningStrokes() + 0.5));
    }
    return report.build();
  }

  private void pressure(Observation.Builder report, InstrumentSample measured, double share) {
    double msl = measured.pressureHpa() + pressureBias + 0.04 * dice.gauss();
    double kelvin = measured.temperatureC() + 273.15 + 0.00325 * station.elevationM();
    double atStation =
        msl * StrictMath.exp(-GRAVITY_OVER_GAS_CONSTANT * station.elevationM() / kelvin);
    if (!dice.happens(share)) {
      report.set(PRESSURE_HPA, round(msl, 10)).set(STATION_PRESSURE_HPA, round(atStation, 10));
    }
  }

  private void air(Observation.Builder report, InstrumentSample measured, double share) {
    double celsius = round(measured.temperatureC() + temperatureBias + 0.08 * dice.gauss(), 10);
    double dewPoint = round(measured.dewPointC() + temperatureBias + 0.12 * dice.gauss(), 10);
    double possible = Math.min(celsius, dewPoint);
    boolean sensor = !dice.happens(share);
    boolean hygrometer = !dice.happens(share);
    if (sensor) {
      report.set(TEMPERATURE_C, celsius);
    }
    if (sensor && hygrometer) {
      report
          .set(DEW_POINT_C, possible)
          .set(HUMIDITY_PCT, round(Humidity.relativePct(celsius, possible), 1));
    }
  }

  private void wind(Observation.Builder report, InstrumentSample measured, double share) {
    double speed = round(Math.max(0, measured.windSpeedMs() * windFactor + 0.1 * dice.gauss()), 10);
    double gust = round(Math.max(speed, measured.gustMs() * windFactor + 0.2 * dice.gauss()), 10);
    double direction = direction(measured.windFromDegrees() + 2 * dice.gauss());
    boolean anemometer = !dice.happens(share);
    boolean vane = !dice.happens(share);
    if (anemometer) {
      report.set(WIND_SPEED_MS, speed).set(WIND_GUST_MS, gust);
    }
    if (vane && speed >= 0.5) {
      report.set(WIND_DIRECTION_DEG, direction);
    }
  }

  private void water(Observation.Builder report, InstrumentSample measured, double share) {
    double metres = measured.visibilityM() * StrictMath.exp(0.08 * dice.gauss());
    boolean transmissometer = !dice.happens(share);
    boolean gauge = !dice.happens(share);
    if (transmissometer) {
      report.set(VISIBILITY_M, Math.min(visibilityLimitM, visibility(metres)));
    }
    if (gauge) {
      report.set(PRECIP_MM, round(measured.waterMm(), 10));
    }
    if (station.terrain() == Terrain.UPLAND || station.terrain() == Terrain.LOWLAND) {
      report.set(SNOW_DEPTH_CM, Math.rint(measured.snowCm()));
    }
  }

  /** Whole degrees, 1 to 360. */
  private static double direction(double degrees) {
    double whole = Math.rint(degrees);
    double turned = whole - 360 * Math.floor(whole / 360);
    return turned == 0 ? 360 : turned;
  }

  /** METAR's steps: 50 m below 800 m, 100 m below 5 km, 1 km above; never less than 50 m. */
  private static double visibility(double metres) {
    double step = metres < 800 ? 50 : metres < 5000 ? 100 : 1000;
    return Math.max(50, Math.floor(metres / step) * step);
  }

  private static double round(double value, double perUnit) {
    double rounded = Math.rint(value * perUnit) / perUnit;
    return rounded == 0 ? 0 : rounded; // no negative zero
  }
}

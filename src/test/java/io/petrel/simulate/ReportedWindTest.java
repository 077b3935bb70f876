package io.petrel.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * From the reports alone, as a forecaster would: the slope of the reported pressure around a
 * station tells from where its wind must blow and how strong it can be.
 */
class ReportedWindTest {
  private static final double NEIGHBOUR_KM = 110;

  @Test
  void reportedWindFitsTheReportedPressures() {
    SimulationSettings settings =
        SimulationSettings.DEFAULT
            .withStations(200)
            .withDuration(Duration.ofHours(14))
            .withFeed(FeedSettings.PERFECT);
    Map<String, SimulatedStation> stations = new TreeMap<>();
    StationNetwork.of(settings.seed(), 200).forEach(station -> stations.put(station.id(), station));

    int compared = 0;
    int turnedToTheLow = 0;
    int weakerThanGeostrophic = 0;
    for (List<Observation> map : hourly(settings)) {
      for (Observation report : map) {
        Wind geostrophic = geostrophic(report, map, stations);
        if (report.value(Variables.WIND_SPEED_MS) < 8 || geostrophic.speed() < 8) {
          continue;
        }
        compared++;
        double backed = geostrophic.fromDegrees() - report.value(Variables.WIND_DIRECTION_DEG);
        backed -= 360 * Math.rint(backed / 360);
        turnedToTheLow += backed > -15 && backed < 75 ? 1 : 0;
        weakerThanGeostrophic +=
            report.value(Variables.WIND_SPEED_MS) < geostrophic.speed() ? 1 : 0;
      }
    }
    assertThat(compared).isGreaterThan(1000);
    // Not all: the slope is a mean over 200 km, and the front turns the wind within a few.
    assertThat(turnedToTheLow / (double) compared).as("direction").isGreaterThan(0.9);
    assertThat(weakerThanGeostrophic / (double) compared).as("speed").isGreaterThan(0.9);
  }

  /** Least-squares plane through the pressures of the neighbours, and the wind of its slope. */
  private static Wind geostrophic(
      Observation report, List<Observation> map, Map<String, SimulatedStation> stations) {
    SimulatedStation here = stations.get(report.stationId());
    double n = 0;
    double x = 0;
    double y = 0;
    double p = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    double xp = 0;
    double yp = 0;
    for (Observation other : map) {
      SimulatedStation there = stations.get(other.stationId());
      double east = there.eastKm() - here.eastKm();
      double north = there.northKm() - here.northKm();
      if (Math.hypot(east, north) <= NEIGHBOUR_KM) {
        double pressure = other.value(Variables.PRESSURE_HPA);
        n++;
        x += east;
        y += north;
        p += pressure;
        xx += east * east;
        yy += north * north;
        xy += east * north;
        xp += east * pressure;
        yp += north * pressure;
      }
    }
    double a = xx - x * x / n;
    double b = xy - x * y / n;
    double c = yy - y * y / n;
    double d = xp - x * p / n;
    double e = yp - y * p / n;
    double perEast = 0.1 * (d * c - e * b) / (a * c - b * b); // Pa/m
    double perNorth = 0.1 * (e * a - d * b) / (a * c - b * b);
    double scale = HollandProfile.AIR_DENSITY * here.coriolis();
    return new Wind(-perNorth / scale, perEast / scale);
  }

  /** One report of each station per hour, all of the same 10 minutes. */
  private static List<List<Observation>> hourly(SimulationSettings settings) {
    Map<Long, List<Observation>> byHour = new TreeMap<>();
    StormSimulator.observations(settings)
        .filter(report -> Math.floorMod(report.timeMillis(), 3_600_000L) < 600_000)
        .forEach(
            report ->
                byHour
                    .computeIfAbsent(report.timeMillis() / 3_600_000L, hour -> new ArrayList<>())
                    .add(report));
    return List.copyOf(byHour.values());
  }
}

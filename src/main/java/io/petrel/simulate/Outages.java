package io.petrel.simulate;

import java.util.HashMap;
import java.util.Map;

/** When which station is silent: from some time in the storm, for hours or for good. */
final class Outages {
  private record Outage(double fromHour, double toHour) {}

  private final Map<Integer, Outage> byStation = new HashMap<>();

  Outages(SimulationSettings settings) {
    Dice dice = Dice.of(settings.seed(), "outages", 0);
    int count = Math.min(settings.feed().silentStations(), settings.stations());
    int station = dice.below(settings.stations());
    for (int i = 0; i < count; i++) {
      // Steps through the terrains, and never twice on one station.
      station = next(station, settings.stations());
      double from = i == 0 ? dice.between(1, 2) : dice.between(2, 9);
      double to = i % 2 == 0 ? from + dice.between(4, 7) : Double.POSITIVE_INFINITY;
      byStation.put(station, new Outage(from, to));
    }
  }

  boolean isSilent(int station, double hour) {
    Outage outage = byStation.get(station);
    return outage != null && hour >= outage.fromHour && hour < outage.toHour;
  }

  private int next(int station, int stations) {
    int candidate = (station + 5) % stations;
    while (byStation.containsKey(candidate)) {
      candidate = (candidate + 1) % stations;
    }
    return candidate;
  }
}

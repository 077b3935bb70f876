package io.petrel.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * The silences of stations. Some fall silent in the first storm, for hours or days; later each
 * fails for hours, about one hour in fifty. The times of calls for one station must ascend.
 */
final class Outages {
  /** The outages of the first storm are before it, all others after it. */
  private static final double FIRST_HOURS = 72;

  private static final double LONGEST_BETWEEN_HOURS = 2_000;

  /** The duration for a station that does not come back in the first storm. */
  private static final double LASTS_HOURS = 72;

  private record Outage(double fromHour, double toHour) {}

  private final List<Outage> next = new ArrayList<>();
  private final List<SeededRandom> dice = new ArrayList<>();

  Outages(SimulationSettings settings) {
    int stations = settings.stations();
    int count = Math.min(settings.feed().silentStations(), stations);
    for (int i = 0; i < stations && count > 0; i++) {
      dice.add(SeededRandom.of(settings.seed(), "later outages", i));
      next.add(after(FIRST_HOURS, dice.get(i)));
    }
    SeededRandom first = SeededRandom.of(settings.seed(), "outages", 0);
    boolean[] silent = new boolean[stations];
    int station = first.below(stations);
    for (int i = 0; i < count; i++) {
      // Alternates the terrains, and never chooses a station twice.
      station = next(station, silent);
      silent[station] = true;
      double from = i == 0 ? first.between(1, 2) : first.between(2, 9);
      double hours = i % 2 == 0 ? first.between(4, 7) : LASTS_HOURS;
      next.set(station, new Outage(from, from + hours));
    }
  }

  boolean isSilent(int station, double hour) {
    if (next.isEmpty()) {
      return false;
    }
    Outage outage = next.get(station);
    while (hour >= outage.toHour) {
      outage = after(Math.max(FIRST_HOURS, outage.toHour), dice.get(station));
      next.set(station, outage);
    }
    return hour >= outage.fromHour;
  }

  private static Outage after(double hour, SeededRandom dice) {
    double from = hour + dice.between(0, LONGEST_BETWEEN_HOURS);
    return new Outage(from, from + dice.between(4, 40));
  }

  private static int next(int station, boolean[] silent) {
    int candidate = (station + 5) % silent.length;
    while (silent[candidate]) {
      candidate = (candidate + 1) % silent.length;
    }
    return candidate;
  }
}

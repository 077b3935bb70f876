package io.petrel.replay.report;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Quality of one station's reports, which are added in the order of time. Not thread-safe. */
final class StationQuality {
  /** Most intervals that are distinguished; longer ones count as the longest. */
  private static final int INTERVALS = 5_000;

  private static final int LONGEST_GAPS = 10;

  private final String id;
  private String name = "";
  private long reports;
  private long duplicates;
  private long corrections;
  private long outOfOrder;
  private long firstMillis;
  private long lastMillis;
  private final long[] missing = new long[Variables.count()];
  private final long[] implausible = new long[Variables.count()];
  private final TreeMap<Long, Long> minutesBetween = new TreeMap<>();
  private final List<Gap> longest = new ArrayList<>();
  private Observation last;

  /** Time between two reports, longer than usual. */
  record Gap(String station, long fromMillis, long toMillis) {
    static final Comparator<Gap> LONGEST_FIRST =
        Comparator.comparingLong((Gap gap) -> gap.fromMillis - gap.toMillis)
            .thenComparingLong(Gap::fromMillis)
            .thenComparing(Gap::station);

    long millis() {
      return toMillis - fromMillis;
    }
  }

  StationQuality(Observation first) {
    this.id = first.stationId();
    this.firstMillis = first.timeMillis();
    this.lastMillis = first.timeMillis();
    this.last = first;
  }

  void add(Observation observation) {
    if (reports > 0 && observation.timeMillis() == lastMillis) {
      repeated(observation);
      return;
    }
    reports++;
    name = observation.displayName();
    for (Variable variable : Variables.all()) {
      double value = observation.value(variable);
      if (Double.isNaN(value)) {
        missing[variable.index()]++;
      } else if (!variable.isPlausible(variable.clipped(value))) {
        implausible[variable.index()]++;
      }
    }
    if (observation.timeMillis() < lastMillis) {
      outOfOrder++;
      firstMillis = Math.min(firstMillis, observation.timeMillis());
      return;
    }
    if (reports > 1) {
      interval(lastMillis, observation.timeMillis());
    }
    lastMillis = observation.timeMillis();
    last = observation;
  }

  private void repeated(Observation observation) {
    if (observation.revision() > last.revision()) {
      corrections++;
      last = observation;
    } else {
      duplicates++;
    }
  }

  private void interval(long from, long to) {
    long minutes = Math.round((to - from) / 60_000.0);
    boolean known = minutesBetween.containsKey(minutes) || minutesBetween.size() < INTERVALS;
    minutesBetween.merge(known ? minutes : minutesBetween.lastKey(), 1L, Long::sum);
    if (longest.size() < LONGEST_GAPS || to - from > longest.get(longest.size() - 1).millis()) {
      longest.add(new Gap(id, from, to));
      longest.sort(Gap.LONGEST_FIRST);
      if (longest.size() > LONGEST_GAPS) {
        longest.remove(longest.size() - 1);
      }
    }
  }

  String id() {
    return id;
  }

  String name() {
    return name;
  }

  long reports() {
    return reports;
  }

  /** Reports for a time that already has one, without a higher revision. */
  long duplicates() {
    return duplicates;
  }

  long corrections() {
    return corrections;
  }

  /** Reports that came after a younger one of this station. */
  long outOfOrder() {
    return outOfOrder;
  }

  long firstMillis() {
    return firstMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  long missing(Variable variable) {
    return missing[variable.index()];
  }

  long implausible(Variable variable) {
    return implausible[variable.index()];
  }

  /** The interval that is most common between reports, in minutes; 0 when there is none. */
  long usualMinutes() {
    return minutesBetween.entrySet().stream()
        .max(
            Map.Entry.<Long, Long>comparingByValue()
                .thenComparing(Map.Entry.<Long, Long>comparingByKey().reversed()))
        .map(Map.Entry::getKey)
        .orElse(0L);
  }

  /** Number of gaps at least half an interval longer than usual. */
  long gaps() {
    return minutesBetween.entrySet().stream()
        .filter(entry -> isGap(entry.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** The longest gaps, the longest first. */
  List<Gap> longestGaps() {
    return longest.stream().filter(gap -> isGap(Math.round(gap.millis() / 60_000.0))).toList();
  }

  private boolean isGap(long minutes) {
    return 2 * minutes >= 3 * Math.max(1, usualMinutes());
  }
}

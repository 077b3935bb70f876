package io.petrel.incident;

import io.petrel.alert.detection.Clear;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Resumption;
import io.petrel.incident.PlaceUpdate.EndedIncident;
import io.petrel.incident.PlaceUpdate.PublishedAlert;
import io.petrel.incident.Verdict.Suppression;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state machine of the incidents of one place. A place is the value of the rule's {@code
 * incident.by}: equal names and values are one place, whatever the rule. Pure: the output depends
 * on the input only, not on the order or the wall-clock time of its arrival.
 *
 * <ul>
 *   <li>A match opens an incident. Matches within {@code quiet} (inclusive) of the last one belong
 *       to it; one is published only if the severity rose ({@link SeverityMemory}), a station
 *       joined, {@code remind} is over, or the last record would expire.
 *   <li>It ends when each station is clear ({@code ends.when}) and nothing matched for {@code
 *       ends.for} after that, or without a match for {@code quiet}. A station that matches again is
 *       no longer clear. An end is published only if its beginning was.
 *   <li>An end by condition that did not last delays the next one ({@link UnconfirmedEnd}).
 *   <li>A lower severity is published with the next record, or with a match of its own when for
 *       {@code quiet} nothing so severe was matched and nothing was published.
 *   <li>A silenced incident ({@link Inhibition}) is published if its inhibitor ends first.
 *   <li>An incident whose state is lost continues from its last record ({@link Resumed}).
 * </ul>
 */
record IncidentLifecycle(IncidentSettings settings) {
  /**
   * Advances event time at a place.
   *
   * @param incidents those of the place
   * @param detections by event time; complete up to {@code untilMillis}, none later
   * @param removed rules that were removed: their matches are ignored, and their resumed incidents
   *     end
   */
  PlaceUpdate advance(
      PlaceIncidents incidents,
      SortedMap<Long, List<Detection>> detections,
      Set<String> removed,
      long untilMillis) {
    Totals totals = new Totals(incidents);
    for (Map.Entry<Long, List<Detection>> entry : detections.entrySet()) {
      totals.endBefore(entry.getKey());
      PlaceAtInstant moment = new PlaceAtInstant(totals.incidents, entry.getKey(), settings);
      resume(entry.getValue(), removed, untilMillis, moment);
      take(entry.getValue(), removed, moment);
      totals.add(moment.settle());
    }
    if (untilMillis < Long.MAX_VALUE) {
      totals.endBefore(untilMillis + 1);
      totals.forget(untilMillis);
    }
    return totals.outcome();
  }

  /** Ends the incidents of removed rules. */
  PlaceUpdate remove(PlaceIncidents incidents, Set<String> rules, long timeMillis) {
    PlaceAtInstant moment = new PlaceAtInstant(incidents, timeMillis, settings);
    moment.removeRules(rules);
    return moment.settle();
  }

  /**
   * Continues incidents whose state is lost.
   *
   * @param removed rules that were removed: their resumed incidents end
   * @param nowMillis the present event time
   */
  PlaceUpdate resume(
      PlaceIncidents incidents, Resumption resumption, Set<String> removed, long nowMillis) {
    PlaceAtInstant moment = new PlaceAtInstant(incidents, resumption.timeMillis(), settings);
    resume(List.of(resumption), removed, nowMillis, moment);
    return moment.settle();
  }

  private static void resume(
      List<Detection> detections, Set<String> removed, long untilMillis, PlaceAtInstant moment) {
    for (Detection detection : detections) {
      if (detection instanceof Resumption resumption) {
        moment.resume(resumption, untilMillis);
        if (removed.contains(resumption.rule())) {
          moment.removeRules(Set.of(resumption.rule()));
        }
      }
    }
  }

  private static void take(List<Detection> detections, Set<String> removed, PlaceAtInstant moment) {
    Map<String, List<Match>> matches = new TreeMap<>();
    // The detections of one station already have a fixed order; the stable sort keeps it.
    List<Detection> sorted =
        detections.stream()
            .filter(detection -> !(detection instanceof Resumption))
            .sorted(Comparator.comparing(Detection::stationId))
            .toList();
    for (Detection detection : sorted) {
      if (removed.contains(detection.rule())) {
        moment.suppress(Suppression.RULE_REMOVED, 1);
      } else if (detection instanceof Clear clear) {
        moment.clear(clear);
      } else if (detection instanceof Match match) {
        matches.computeIfAbsent(match.rule(), rule -> new ArrayList<>()).add(match);
      }
    }
    matches.values().forEach(moment::match);
  }

  /** Adds up the updates of successive event times. */
  private final class Totals {
    private PlaceIncidents incidents;
    private final List<PublishedAlert> published = new ArrayList<>();
    private final List<EndedIncident> ended = new ArrayList<>();
    private final Map<Suppression, Long> suppressed = new EnumMap<>(Suppression.class);

    private Totals(PlaceIncidents incidents) {
      this.incidents = incidents;
    }

    private void endBefore(long timeMillis) {
      for (long end = incidents.nextEndMillis();
          end < timeMillis;
          end = incidents.nextEndMillis()) {
        add(new PlaceAtInstant(incidents, end, settings).settle());
      }
    }

    /** Drops ends that no later match can prove wrong. */
    private void forget(long timeMillis) {
      Map<String, UnconfirmedEnd> ended = new TreeMap<>(incidents.ended());
      ended.values().removeIf(end -> end.untilMillis() <= timeMillis);
      incidents = new PlaceIncidents(incidents.open(), ended);
    }

    private void add(PlaceUpdate outcome) {
      incidents = outcome.incidents();
      published.addAll(outcome.published());
      ended.addAll(outcome.ended());
      outcome.suppressed().forEach((why, count) -> suppressed.merge(why, count, Long::sum));
    }

    private PlaceUpdate outcome() {
      return new PlaceUpdate(incidents, published, suppressed, ended);
    }
  }
}

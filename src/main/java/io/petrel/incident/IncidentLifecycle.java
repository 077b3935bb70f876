package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Clear;
import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.alert.Resumption;
import io.petrel.incident.Verdict.Silence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state machine of the incidents of one place. A place is what the rule's {@code incident.by}
 * says: equal names and values are one place, whatever the rule. Pure: what comes out depends on
 * what goes in alone, never on when or in which order it came.
 *
 * <ul>
 *   <li>A match opens an incident; matches within {@code quiet} of the last one, that moment
 *       included, belong to it and are told only if the severity rose ({@link SeverityMemory}), a
 *       station joined, {@code remind} is over, or the last record would expire.
 *   <li>It ends when each station is clear ({@code ends.when}) and, for {@code ends.for}, nothing
 *       matched after that, or without a match for {@code quiet}; a station that matches again is
 *       clear no more. What was not told to begin is not told to end.
 *   <li>An end by condition that did not last makes the next one wait ({@link UnconfirmedEnd}).
 *   <li>A lower severity is told with the next record, or on its own with a match when nothing so
 *       severe was matched and nothing was told for {@code quiet}.
 *   <li>A silenced incident ({@link Inhibition}) is kept and told when its inhibitor ends first.
 *   <li>An incident whose state is lost goes on from its last record ({@link Resumed}).
 * </ul>
 */
final class IncidentLifecycle {
  private final IncidentSettings settings;

  IncidentLifecycle(IncidentSettings settings) {
    this.settings = settings;
  }

  /**
   * Lets event time pass at a place.
   *
   * @param incidents those of the place
   * @param detections by event time; all that there will be up to {@code untilMillis}, none later
   * @param removed rules that are no more: their matches are not taken, and what is resumed of them
   *     ends
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

  /** Ends the incidents of rules that are no more. */
  PlaceUpdate remove(PlaceIncidents incidents, Set<String> rules, long timeMillis) {
    PlaceAtInstant moment = new PlaceAtInstant(incidents, timeMillis, settings);
    moment.removeRules(rules);
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
    // A station's own detections come in a fixed order already, which this sort keeps.
    List<Detection> sorted =
        detections.stream()
            .filter(detection -> !(detection instanceof Resumption))
            .sorted(Comparator.comparing(Detection::stationId))
            .toList();
    for (Detection detection : sorted) {
      if (removed.contains(detection.rule())) {
        moment.keep(Silence.RULE_REMOVED, 1);
      } else if (detection instanceof Clear clear) {
        moment.clear(clear);
      } else if (detection instanceof Match match) {
        matches.computeIfAbsent(match.rule(), rule -> new ArrayList<>()).add(match);
      }
    }
    matches.values().forEach(moment::match);
  }

  /** Collects the outcomes of the moments one after the other. */
  private final class Totals {
    private PlaceIncidents incidents;
    private final List<Alert> records = new ArrayList<>();
    private final Map<Silence, Long> kept = new EnumMap<>(Silence.class);

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

    /** No match can come any more that shows that these ends did not last. */
    private void forget(long timeMillis) {
      Map<String, UnconfirmedEnd> ended = new TreeMap<>(incidents.ended());
      ended.values().removeIf(end -> end.untilMillis() <= timeMillis);
      incidents = new PlaceIncidents(incidents.open(), ended);
    }

    private void add(PlaceUpdate outcome) {
      incidents = outcome.incidents();
      records.addAll(outcome.records());
      outcome.kept().forEach((why, count) -> kept.merge(why, count, Long::sum));
    }

    private PlaceUpdate outcome() {
      return new PlaceUpdate(incidents, records, kept);
    }
  }
}

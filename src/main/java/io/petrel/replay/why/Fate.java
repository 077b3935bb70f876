package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.alert.Match;
import io.petrel.rule.Rule;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What became of a match among the incidents of its place, read from the records that the pipeline
 * made.
 *
 * @param told the record of this match; null = none
 * @param opened first record of the incident that was open when the match came, its own or, if
 *     another rule silenced it, that rule's; null = none
 * @param before the match of this incident before this one; null = none
 * @param later the next record of the rule's incident after the match; null = none
 */
public record Fate(
    Cause.Kind kind,
    Match match,
    @Nullable Alert told,
    @Nullable Alert opened,
    @Nullable Match before,
    @Nullable Alert later) {
  /**
   * Finds it out.
   *
   * @param matches of the rule, by time
   * @param alerts of all rules, by time
   */
  static Fate of(Match match, List<Match> matches, List<Alert> alerts, Collection<Rule> rules) {
    List<Alert> here = alerts.stream().filter(alert -> alert.by().equals(match.by())).toList();
    List<Alert> own = here.stream().filter(alert -> alert.rule().equals(match.rule())).toList();
    long time = match.timeMillis();
    Alert told =
        own.stream()
            .filter(alert -> alert.sentMillis() == time && !alert.isEnd())
            .findFirst()
            .orElse(null);
    Alert later = own.stream().filter(alert -> alert.sentMillis() > time).findFirst().orElse(null);
    Match before =
        matches.stream()
            .filter(other -> other.timeMillis() < time && other.by().equals(match.by()))
            .max(Comparator.comparingLong(Match::timeMillis))
            .orElse(null);
    if (told != null) {
      return new Fate(Cause.Kind.TOLD, match, told, first(told, own), before, later);
    }
    Optional<Alert> open = open(own, time);
    Optional<Alert> silencing =
        silencing(match.rule(), rules).stream()
            .map(
                rule ->
                    open(here.stream().filter(alert -> alert.rule().equals(rule)).toList(), time))
            .flatMap(Optional::stream)
            .findFirst();
    if (silencing.isPresent()) {
      return new Fate(Cause.Kind.INHIBITED, match, null, silencing.get(), before, later);
    }
    return open.map(alert -> new Fate(Cause.Kind.INCIDENT_OPEN, match, null, alert, before, later))
        .orElseGet(() -> new Fate(Cause.Kind.NOT_TOLD_YET, match, null, null, before, later));
  }

  /** The first record of the incident that is open at a time, if one is. */
  private static Optional<Alert> open(List<Alert> records, long time) {
    return records.stream()
        .filter(alert -> alert.sentMillis() <= time)
        .max(Comparator.comparingLong(Alert::sentMillis).thenComparingInt(Alert::sequence))
        .filter(alert -> !alert.isEnd())
        .map(alert -> first(alert, records));
  }

  private static Alert first(Alert of, List<Alert> records) {
    return records.stream()
        .filter(alert -> alert.incidentId().equals(of.incidentId()))
        .min(Comparator.comparingInt(Alert::sequence))
        .orElse(of);
  }

  /** The rules that silence a rule, directly or through others. */
  static Set<String> silencing(String rule, Collection<Rule> rules) {
    Map<String, Set<String>> by = new HashMap<>();
    for (Rule one : rules) {
      for (String silenced : one.incident().inhibits()) {
        by.computeIfAbsent(silenced, key -> new TreeSet<>()).add(one.id());
      }
    }
    Set<String> found = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(rule));
    while (!next.isEmpty()) {
      for (String above : by.getOrDefault(next.remove(), Set.of())) {
        if (!above.equals(rule) && found.add(above)) {
          next.add(above);
        }
      }
    }
    return found;
  }
}

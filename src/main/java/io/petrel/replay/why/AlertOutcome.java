package io.petrel.replay.why;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Match;
import io.petrel.rule.Rule;
import io.petrel.text.Durations;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The alert that a match caused, or why it caused none, found in the records of the pipeline.
 *
 * @param told the record of this match; null = none
 * @param opened first record of the incident that was open when the match came, its own or, if
 *     another rule silenced it, that rule's; null = none
 * @param before the match of this incident before this one; null = none
 * @param later the next record of the rule's incident after the match; null = none
 */
public record AlertOutcome(
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
  static AlertOutcome of(
      Match match, List<Match> matches, List<Alert> alerts, Collection<Rule> rules) {
    List<Alert> here =
        alerts.stream().filter(alert -> alert.incidentBy().equals(match.by())).toList();
    List<Alert> own = of(match.rule(), here);
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
    Alert silencing =
        silencing(match.rule(), rules).stream()
            .flatMap(rule -> open(of(rule, here), time).stream())
            .findFirst()
            .orElse(null);
    Alert open = open(own, time).orElse(null);
    if (told != null) {
      return new AlertOutcome(Cause.Kind.TOLD, match, told, first(told, own), before, later);
    }
    Cause.Kind kind =
        silencing != null
            ? Cause.Kind.INHIBITED
            : open != null ? Cause.Kind.INCIDENT_OPEN : Cause.Kind.NOT_TOLD_YET;
    return new AlertOutcome(kind, match, null, silencing != null ? silencing : open, before, later);
  }

  private static List<Alert> of(String rule, List<Alert> alerts) {
    return alerts.stream().filter(alert -> alert.rule().equals(rule)).toList();
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
    Set<String> found = new TreeSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(rule));
    while (!next.isEmpty()) {
      String silenced = next.remove();
      for (Rule one : rules) {
        if (one.incident().inhibits().contains(silenced)
            && !one.id().equals(rule)
            && found.add(one.id())) {
          next.add(one.id());
        }
      }
    }
    return found;
  }

  /** In one sentence. */
  Cause cause(TimeWords times) {
    return new Cause(
        kind,
        switch (kind) {
          case TOLD -> {
            Alert alert = Objects.requireNonNull(told);
            yield "the alert was sent: %s, %s, \"%s\""
                .formatted(
                    TimeWords.word(alert.reason()),
                    TimeWords.word(alert.message().severity()),
                    alert.message().headline());
          }
          case INHIBITED -> {
            Alert by = Objects.requireNonNull(opened);
            yield "it matched, but the incident of '%s' at the same place, open since %s, silences it"
                .formatted(by.rule(), times.of(by.sentMillis()));
          }
          case INCIDENT_OPEN -> belongs(times, Objects.requireNonNull(opened));
          default -> "it matched, but no alert was sent by the end of the data";
        });
  }

  private String belongs(TimeWords times, Alert opened) {
    String start =
        "it matched, but belongs to the incident open since %s, so no new alert was sent"
            .formatted(times.of(opened.sentMillis()));
    if (before == null) {
      return start;
    }
    long quiet = match.incident().quietMillis();
    return "%s: the previous match was at %s, %s earlier, and quiet is %s; without a match until %s there would have been a new alert"
        .formatted(
            start,
            times.of(before.timeMillis()),
            Durations.code(Duration.ofMillis(match.timeMillis() - before.timeMillis())),
            Durations.code(Duration.ofMillis(quiet)),
            times.of(before.timeMillis() + quiet));
  }
}

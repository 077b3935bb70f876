package io.petrel.faults;

import io.petrel.alert.Alert;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was told, and mailed, beside what an undisturbed run tells, by the faults at the time.
 *
 * @param expected records of the undisturbed run
 * @param told records that a read_committed subscriber saw
 */
record Comparison(List<Alert> expected, List<Alert> told, Mails mails) {
  /** A row for each kind of round, in order of the first one, and one for what lies between. */
  List<FaultTable.Row> rows(List<Round> rounds) {
    Map<String, Long> times =
        told.stream().collect(Collectors.groupingBy(Alert::identifier, Collectors.counting()));
    List<Alert> mailed = newestOfMailed(expected);
    Map<String, List<Round>> byName =
        rounds.stream()
            .collect(Collectors.groupingBy(Round::name, LinkedHashMap::new, Collectors.toList()));
    List<FaultTable.Row> rows = new ArrayList<>();
    byName.forEach(
        (name, same) ->
            rows.add(
                row(
                    name,
                    same,
                    where(expected, during(same)),
                    where(mailed, during(same)),
                    times)));
    Predicate<Alert> between = during(rounds).negate();
    rows.add(
        row(
            "(between faults)",
            List.of(),
            where(expected, between),
            where(mailed, between),
            times));
    return rows;
  }

  /** Of updates that wait behind another mail only the newest is sent; that one must be told. */
  static List<Alert> newestOfMailed(List<Alert> alerts) {
    return newest(where(alerts, alert -> !alert.rule().equals("pulse")));
  }

  /** The newest record of each incident. */
  static List<Alert> newest(Collection<Alert> alerts) {
    Map<String, Alert> newest = new HashMap<>();
    alerts.forEach(
        alert ->
            newest.merge(alert.incidentId(), alert, (a, b) -> a.sequence() > b.sequence() ? a : b));
    return List.copyOf(newest.values());
  }

  private FaultTable.Row row(
      String name,
      List<Round> rounds,
      List<Alert> records,
      List<Alert> mailed,
      Map<String, Long> times) {
    return new FaultTable.Row(
        name,
        rounds.stream().mapToInt(round -> round.faults().size()).sum(),
        records.size(),
        where(records, alert -> !times.containsKey(alert.identifier())).size(),
        where(records, alert -> times.getOrDefault(alert.identifier(), 0L) > 1).size(),
        mailed.size(),
        where(mailed, alert -> !mails.tells(alert.identifier())).size(),
        where(records, alert -> mails.tellsTwice(alert.identifier())).size(),
        rounds.stream().map(Round::inCheckpointIntervals).toList());
  }

  private static Predicate<Alert> during(List<Round> rounds) {
    return alert -> rounds.stream().anyMatch(round -> round.covers(alert.sentMillis()));
  }

  private static List<Alert> where(List<Alert> alerts, Predicate<Alert> such) {
    return alerts.stream().filter(such).toList();
  }
}

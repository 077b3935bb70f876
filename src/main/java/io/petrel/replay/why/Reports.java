package io.petrel.replay.why;

import io.petrel.detect.DryRun;
import io.petrel.ingest.Plausibility;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The reports of one station as detection sees them, and what was removed.
 *
 * @param seen in the order in which detection reads them; impossible values are missing
 * @param notCounted their impossible values, which count as missing
 * @param outOfOrder reports that came after a newer one, with the difference in time
 */
record Reports(
    List<Observation> seen,
    Map<Observation, List<Impossible>> notCounted,
    Map<Observation, Duration> outOfOrder) {
  record Impossible(Variable variable, double value) {}

  /**
   * Takes a station's reports.
   *
   * @param arrived in the order of arrival, as they were sent
   */
  static Reports of(Rule rule, List<Observation> arrived) {
    Map<Observation, List<Impossible>> notCounted = new HashMap<>();
    Map<Observation, Duration> outOfOrder = new HashMap<>();
    List<Observation> possible = new ArrayList<>();
    Plausibility plausibility = new Plausibility(name -> {});
    long youngest = Long.MIN_VALUE;
    for (Observation raw : arrived) {
      Observation observation = plausibility.check(raw);
      possible.add(observation);
      List<Impossible> impossible = impossible(raw, observation);
      if (!impossible.isEmpty()) {
        notCounted.put(observation, impossible);
      }
      if (observation.timeMillis() < youngest) {
        outOfOrder.put(observation, Duration.ofMillis(youngest - observation.timeMillis()));
      }
      youngest = Math.max(youngest, observation.timeMillis());
    }
    return new Reports(new DryRun(rule).inOrder(possible), notCounted, outOfOrder);
  }

  private static List<Impossible> impossible(Observation raw, Observation kept) {
    return Variables.all().stream()
        .filter(variable -> raw.has(variable) && !kept.has(variable))
        .map(variable -> new Impossible(variable, raw.value(variable)))
        .toList();
  }
}

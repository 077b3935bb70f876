package io.petrel.replay.report;

import io.petrel.alert.Alert;
import io.petrel.replay.Backtest;
import io.petrel.replay.History;
import io.petrel.replay.compare.Change;
import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.IncidentDifference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chooses the incidents that a report shows in full: differences first, then the most severe, then
 * those with most matches, as many as a browser opens at once.
 */
final class Episodes {
  static final int MOST = 1_000;

  /** Most observations in the charts; each takes about 30 bytes of the file. */
  private static final long MOST_OBSERVATIONS = 150_000;

  private static final Comparator<IncidentTimeline> BY_WEIGHT =
      Comparator.comparing((IncidentTimeline episode) -> episode.incident().severity())
          .thenComparing(episode -> -episode.incident().matches())
          .thenComparing(episode -> episode.incident().toldMillis())
          .thenComparing(episode -> episode.incident().id());

  private static final Comparator<IncidentTimeline> BY_TIME =
      Comparator.comparingLong((IncidentTimeline episode) -> episode.incident().toldMillis())
          .thenComparing(episode -> episode.incident().rule())
          .thenComparing(episode -> episode.incident().id())
          .thenComparing(IncidentTimeline::old);

  private Episodes() {}

  /** The chosen ones, by time. */
  static List<IncidentTimeline> of(ReportInput input, List<Incident> incidents) {
    Set<String> differing = new HashSet<>();
    List<IncidentTimeline> all = new ArrayList<>();
    ReportInput.Old old = input.old();
    if (old != null) {
      for (IncidentDifference difference : old.comparison().differences()) {
        differing.add(difference.shown().id());
        if (difference.kind() == Change.REMOVED) {
          all.add(new IncidentTimeline(difference.shown(), true));
        }
      }
    }
    incidents.forEach(incident -> all.add(new IncidentTimeline(incident, false)));
    all.sort(
        Comparator.comparing(
                (IncidentTimeline episode) -> !differing.contains(episode.incident().id()))
            .thenComparing(BY_WEIGHT));
    List<IncidentTimeline> chosen = within(all, perMilli(input.history().contents()));
    fill(chosen, false, input.outcome());
    if (old != null) {
      fill(chosen, true, old.outcome());
    }
    chosen.sort(BY_TIME);
    return chosen;
  }

  private static List<IncidentTimeline> within(List<IncidentTimeline> all, double perMilli) {
    List<IncidentTimeline> chosen = new ArrayList<>();
    double needed = 0;
    for (IncidentTimeline episode : all) {
      long drawn = episode.drawnToMillis() - episode.drawnFromMillis();
      needed += drawn * perMilli * episode.stations().size();
      if (chosen.size() == MOST || (needed > MOST_OBSERVATIONS && !chosen.isEmpty())) {
        break;
      }
      chosen.add(episode);
    }
    return chosen;
  }

  /** Reports of one station in a millisecond, on average. */
  private static double perMilli(History.Contents contents) {
    long length =
        Math.max(contents.lastMillis() - contents.firstMillis(), Duration.ofHours(1).toMillis());
    return (double) contents.observations() / Math.max(1, contents.stations()) / length;
  }

  private static void fill(List<IncidentTimeline> chosen, boolean old, Backtest.Outcome outcome) {
    Map<String, IncidentTimeline> byId = new HashMap<>();
    chosen.stream()
        .filter(episode -> episode.old() == old)
        .forEach(episode -> byId.put(episode.incident().id(), episode));
    outcome
        .alerts()
        .forEach(
            (Alert alert) -> {
              IncidentTimeline episode = byId.get(alert.incidentId());
              if (episode != null) {
                episode.add(alert);
              }
            });
  }
}

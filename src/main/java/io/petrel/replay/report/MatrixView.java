package io.petrel.replay.report;

import io.petrel.replay.compare.Incident;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Incidents by rule and station. Plain text, not escaped. */
record MatrixView(List<String> stations, List<MatrixRow> rows, String note) {
  private static final int MOST_STATIONS = 50;

  record MatrixRow(String rule, List<Cell> cells, String total) {}

  /**
   * A count.
   *
   * @param level 0 to 4, how dark the cell is
   */
  record Cell(String count, int level) {}

  static MatrixView of(List<RuleSummary> rules, Collection<StationQuality> all) {
    List<String> busiest = busiest(all, rules);
    return new MatrixView(
        busiest,
        rules.stream().filter(rule -> !rule.isSilent()).map(r -> row(r, busiest)).toList(),
        busiest.size() < all.size()
            ? String.format(
                Locale.ROOT, "The %d busiest of %,d stations.", busiest.size(), all.size())
            : "");
  }

  private static List<String> busiest(
      Collection<StationQuality> stations, List<RuleSummary> rules) {
    Map<String, Long> incidents = new HashMap<>();
    for (RuleSummary rule : rules) {
      for (Incident incident : rule.incidents()) {
        incident.stations().forEach(station -> incidents.merge(station, 1L, Long::sum));
      }
    }
    return stations.stream()
        .map(StationQuality::id)
        .sorted(
            Comparator.comparingLong((String id) -> -incidents.getOrDefault(id, 0L))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST_STATIONS)
        .toList();
  }

  private static MatrixRow row(RuleSummary rule, List<String> stations) {
    List<Cell> cells = new ArrayList<>();
    for (String station : stations) {
      long count = rule.incidentsAt(station);
      int level = count == 0 ? 0 : 1 + (int) Math.min(3, Math.log10((double) count) * 1.5);
      cells.add(new Cell(count == 0 ? "" : Words.count(count), level));
    }
    return new MatrixRow(rule.id(), cells, Words.count(rule.incidents().size()));
  }
}

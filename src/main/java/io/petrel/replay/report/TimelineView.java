package io.petrel.replay.report;

import io.petrel.replay.compare.Incident;
import io.petrel.replay.compare.IncidentFold;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When each rule had incidents. Plain text, not escaped. */
record TimelineView(List<Timeline.Tick> ticks, List<Lane> lanes) {
  /**
   * The incidents of one rule.
   *
   * @param old incidents of the old rules
   */
  record Lane(
      String rule, String title, String words, List<Timeline.Bar> bars, List<Timeline.Bar> old) {}

  static TimelineView of(
      List<RuleSummary> rules, ReportInput.@Nullable Old old, Timeline timeline) {
    return new TimelineView(timeline.ticks(), lanes(rules, old, timeline));
  }

  private static List<Lane> lanes(
      List<RuleSummary> rules, ReportInput.@Nullable Old old, Timeline timeline) {
    Map<String, List<Incident>> before = new HashMap<>();
    if (old != null) {
      for (Incident incident : IncidentFold.of(old.outcome().alerts()::forEach)) {
        before.computeIfAbsent(incident.rule(), id -> new ArrayList<>()).add(incident);
      }
    }
    List<Lane> lanes = new ArrayList<>();
    for (RuleSummary rule : rules) {
      List<Incident> was = before.getOrDefault(rule.id(), List.of());
      if (!rule.isSilent() || !was.isEmpty()) {
        String words = Words.count(rule.incidents().size(), "incident");
        lanes.add(
            new Lane(
                rule.id(),
                rule.title(),
                old == null ? words : words + String.format(Locale.ROOT, ", were %,d", was.size()),
                timeline.bars(rule.incidents()),
                timeline.bars(was)));
      }
    }
    return lanes;
  }
}

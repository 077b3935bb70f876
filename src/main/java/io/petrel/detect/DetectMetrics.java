package io.petrel.detect;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What detection counts; nothing is lost without being in here. Not thread-safe. */
final class DetectMetrics {
  private final MetricGroup group;
  private final Counter late;
  private final Counter duplicates;
  private final Counter corrections;
  private final Map<String, OfRule> byRule = new HashMap<>();

  private record OfRule(Counter matches, Counter partialMatchesDropped, Counter failures) {
    static OfRule in(MetricGroup group) {
      return new OfRule(
          group.counter("matches"),
          group.counter("partialMatchesDropped"),
          group.counter("failures"));
    }
  }

  DetectMetrics(MetricGroup group) {
    this.group = group;
    this.late = group.counter("observationsLate");
    this.duplicates = group.counter("observationsDuplicate");
    this.corrections = group.counter("observationsCorrected");
  }

  void late() {
    late.inc();
  }

  void arrived(Station.Arrival arrival) {
    switch (arrival) {
      case DUPLICATE -> duplicates.inc();
      case CORRECTION -> corrections.inc();
      case NEW -> {}
    }
  }

  void matched(String rule) {
    of(rule).matches().inc();
  }

  /** Matches in progress that were dropped because there were too many. */
  void dropped(String rule, int count) {
    of(rule).partialMatchesDropped().inc(count);
  }

  /** A rule that failed at a station. */
  void failed(String rule) {
    of(rule).failures().inc();
  }

  private OfRule of(String rule) {
    return byRule.computeIfAbsent(rule, id -> OfRule.in(group.addGroup("rule", id)));
  }
}

package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.alert.detection.Revision;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.rules.CompiledRuleSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.metrics.groups.AbstractMetricGroup;

/**
 * The metrics of detection; they count everything that is lost. Not thread-safe, but any thread may
 * read the gauges, whose values may be slightly old.
 */
final class DetectMetrics {
  /** One of so many observations is timed, so that measuring the cost of rules costs little. */
  static final int SAMPLE = 1024;

  /** Number of recent revisions for quantiles. */
  private static final int WINDOW = 1000;

  private final MetricGroup group;
  private final Counter late;
  private final Counter duplicates;
  private final Counter corrections;
  private final Counter revisions;
  private final Counter withdrawn;
  private final Counter added;
  private final Counter shortened;
  private final Histogram revisedAge;
  private final Map<String, OfRule> byRule = new HashMap<>();
  private final Map<String, MetricGroup> shown = new HashMap<>();
  private int untilSample = SAMPLE;

  private record OfRule(
      Counter matches, Counter partialMatchesDropped, Counter failures, Counter costNanos) {
    static OfRule in(MetricGroup group) {
      return new OfRule(
          group.counter("matches"),
          group.counter("partial_matches_dropped"),
          group.counter("failures"),
          group.counter("cost_nanos"));
    }
  }

  DetectMetrics(MetricGroup group) {
    this.group = group.addGroup("petrel");
    this.late = this.group.counter("observations_late");
    this.duplicates = this.group.counter("observations_duplicate");
    this.corrections = this.group.counter("observations_corrected");
    this.revisions = this.group.counter("revisions");
    this.withdrawn = this.group.counter("matches_withdrawn");
    this.added = this.group.counter("matches_added");
    this.shortened = this.group.counter("revise_for_shortened");
    this.revisedAge =
        this.group.histogram("revised_age_millis", new DescriptiveStatisticsHistogram(WINDOW));
  }

  /**
   * @param millis how far event time is behind the wall clock; NaN = there is no event time yet
   */
  void watermarkLag(Gauge<Double> millis) {
    group.gauge("watermark_lag_millis", millis);
  }

  /** Shows what the stations in memory take, about. */
  void bytesInMemory(Gauge<Long> bytes) {
    group.gauge("stations_in_memory_bytes", bytes);
  }

  /**
   * Registers the gauges of the rules.
   *
   * @param running the present rules at each call
   */
  void rules(Supplier<CompiledRuleSet> running) {
    group.gauge("rules", () -> running.get().size());
    group.gauge("rule_set_version", () -> running.get().epoch());
    changed(running);
  }

  /**
   * Registers new rules at zero, because a counter that appears with its first count hides it, and
   * takes away those of rules that are gone.
   */
  void changed(Supplier<CompiledRuleSet> running) {
    Set<String> present = running.get().byId().keySet();
    shown
        .entrySet()
        .removeIf(
            rule -> {
              boolean isGone = !present.contains(rule.getKey());
              if (isGone && rule.getValue() instanceof AbstractMetricGroup<?> metrics) {
                metrics.close(); // Flink's interface has no other way.
                byRule.remove(rule.getKey());
              }
              return isGone;
            });
    for (String rule : present) {
      if (!shown.containsKey(rule)) {
        MetricGroup metrics = group.addGroup("rule", rule);
        metrics.gauge("partial_matches", () -> running.get().partialMatches(rule));
        shown.put(rule, metrics);
        of(rule);
      }
    }
  }

  /** Whether to time the next observation. */
  boolean samples() {
    if (--untilSample > 0) {
      return false;
    }
    untilSample = SAMPLE;
    return true;
  }

  /** Adds the cost of a sampled observation to rules that are matched together, in equal parts. */
  void cost(List<CompiledRule> rules, long nanos) {
    for (CompiledRule rule : rules) {
      of(rule.rule().id()).costNanos().inc(nanos * SAMPLE / rules.size());
    }
  }

  void arrived(StationState.Arrival arrival) {
    switch (arrival) {
      case DUPLICATE -> duplicates.inc();
      case CORRECTION -> corrections.inc();
      case LATE -> late.inc();
      case NEW -> {}
    }
  }

  /** Counts a report that was put in its place behind its station's newest. */
  void revised(long ageMillis) {
    revisions.inc();
    revisedAge.update(ageMillis);
  }

  /** Counts that a station can be revised less far back, because its reports are too many. */
  void shortened() {
    shortened.inc();
  }

  void emitted(Detection detection) {
    if (detection instanceof Match match) {
      of(match.rule()).matches().inc();
    } else if (detection instanceof Revision revision) {
      withdrawn.inc(revision.withdrawn().size());
      added.inc(revision.added().size());
      revision.added().forEach(this::emitted);
    }
  }

  /** Counts partial matches that were dropped because there were too many. */
  void dropped(String rule, int count) {
    of(rule).partialMatchesDropped().inc(count);
  }

  /** Counts a failure of a rule at a station. */
  void failed(String rule) {
    of(rule).failures().inc();
  }

  private OfRule of(String rule) {
    return byRule.computeIfAbsent(rule, id -> OfRule.in(group.addGroup("rule", id)));
  }
}

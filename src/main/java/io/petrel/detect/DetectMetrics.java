package io.petrel.detect;

import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.rules.CompiledRuleSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What detection counts; nothing is lost without being in here. Not thread-safe, but its gauges may
 * be read by any thread, and are then as of a moment ago.
 */
final class DetectMetrics {
  /** One observation of so many is timed, so that watching what rules cost costs nothing. */
  static final int SAMPLE = 1024;

  private final MetricGroup group;
  private final Counter late;
  private final Counter duplicates;
  private final Counter corrections;
  private final Map<String, OfRule> byRule = new HashMap<>();
  private final Set<String> shown = new HashSet<>();
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
  }

  /**
   * Shows how far event time is behind the wall clock.
   *
   * @param millis NaN = there is no event time yet
   */
  void watermarkLag(Gauge<Double> millis) {
    group.gauge("watermark_lag_millis", millis);
  }

  /**
   * Shows the rules that run.
   *
   * @param running asked again each time, since rules change
   */
  void rules(Supplier<CompiledRuleSet> running) {
    group.gauge("rules", () -> running.get().size());
    group.gauge("rule_set_version", () -> running.get().epoch());
    changed(running);
  }

  /** Shows rules that are new from zero on: what appears with its first count shows no change. */
  void changed(Supplier<CompiledRuleSet> running) {
    for (String rule : running.get().byId().keySet()) {
      if (shown.add(rule)) {
        of(rule);
        group
            .addGroup("rule", rule)
            .gauge("partial_matches", () -> running.get().partialMatches(rule));
      }
    }
  }

  /** Whether the next observation is one of those that are timed. */
  boolean samples() {
    if (--untilSample > 0) {
      return false;
    }
    untilSample = SAMPLE;
    return true;
  }

  /**
   * What a sampled observation cost rules that are matched together, in equal parts: what they
   * share has no owner.
   */
  void cost(List<CompiledRule> rules, long nanos) {
    for (CompiledRule rule : rules) {
      of(rule.rule().id()).costNanos().inc(nanos * SAMPLE / rules.size());
    }
  }

  void late() {
    late.inc();
  }

  void arrived(StationState.Arrival arrival) {
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

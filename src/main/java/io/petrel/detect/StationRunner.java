package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Match;
import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.MatchCollector;
import io.petrel.detect.match.PathObserver;
import io.petrel.detect.match.Progress;
import io.petrel.detect.match.TakenSteps;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.EvaluationContext;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleGroup;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a station's event time pass: its observations, in order, through all rules, and between them
 * what becomes certain by silence. Not thread-safe.
 */
final class StationRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StationRunner.class);

  private final EvaluationContext pass;
  private final MatchWriter writer;
  private final DetectSettings settings;
  private final DetectMetrics metrics;
  private final MatchCollector findings = new MatchCollector();
  private final List<Certain> certain = new ArrayList<>();
  private final BitSet toAsk = new BitSet();
  private final Failures failures = new Failures();
  private boolean timed;

  /** Whether what is found becomes certain without a report. */
  private boolean silent;

  private boolean again;

  StationRunner(EvaluationContext pass, DetectSettings settings, DetectMetrics metrics) {
    this.pass = pass;
    this.writer = new MatchWriter(settings);
    this.settings = settings;
    this.metrics = metrics;
  }

  /** Whether what follows has run before: what is lost in it was counted and told then. */
  void again(boolean value) {
    again = value;
  }

  /**
   * Lets time pass up to and including {@code timeMillis}, and says when the station is to be
   * looked at next, with {@link StationState#wake}.
   *
   * @param rules the rules that run now
   */
  void run(StationState station, CompiledRuleSet rules, long timeMillis, Consumer<Detection> out) {
    station.moveTo(rules);
    Observation observation = station.next(timeMillis);
    while (observation != null) {
      expire(station, observation.timeMillis() - 1, out);
      take(station, observation, out);
      observation = station.next(timeMillis);
    }
    expire(station, timeMillis, out);
    trimSilent(station, timeMillis);
    station.wake(nextWake(station));
  }

  /** Lets go of reports at a station that has none of that time. */
  void trimSilent(StationState station, long timeMillis) {
    if (station.newest() < timeMillis) {
      trim(station, timeMillis);
    }
  }

  /** Takes the next report; what is certain before it has been told. */
  void take(StationState station, Observation observation, Consumer<Detection> out) {
    if (observation.timeMillis() >= forgetAt(station)) {
      station.forget(); // As it would be if a watermark had come between the two reports.
    }
    station.newest(observation.timeMillis());
    observe(station, observation, out);
  }

  /** Lets go of reports that no measure and no context reaches any more. */
  private void trim(StationState station, long timeMillis) {
    CompiledRuleSet rules = station.rules();
    station
        .history()
        .trim(
            timeMillis,
            rules.longestWindowMillis(),
            rules.longestContextMillis(),
            settings.contextSize(),
            rules.anchored());
  }

  /** When the station is to be looked at next. */
  long nextWake(StationState station) {
    long next = nextChange(station);
    // A station with a report to come is not forgotten before that report's time.
    long pending = station.firstPending();
    return Math.min(next, pending == Long.MAX_VALUE ? forgetAt(station) : pending);
  }

  /** When something changes at the station without a report. */
  long nextChange(StationState station) {
    return station.newest() == Long.MIN_VALUE
        ? station.nextCertain()
        : Math.min(station.nextCertain(), trimAt(station));
  }

  /** When a silent station's reports are out of reach, all but the last. */
  private static long trimAt(StationState station) {
    CompiledRuleSet rules = station.rules();
    long reach = Math.max(rules.longestWindowMillis(), rules.longestContextMillis());
    return station.history().size() < 2 || reach == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : station.newest() + reach + 1;
  }

  /** Whether nothing of the station is worth keeping at that time. */
  boolean isForgettable(StationState station, long timeMillis) {
    return station.firstPending() == Long.MAX_VALUE
        && (station.newest() == Long.MIN_VALUE || timeMillis >= forgetAt(station));
  }

  private long forgetAt(StationState station) {
    if (station.newest() == Long.MIN_VALUE) {
      return Long.MAX_VALUE;
    }
    long keep = Math.max(settings.forgetAfter().toMillis(), station.rules().longestWindowMillis());
    return station.newest() + keep + 1;
  }

  private void observe(StationState station, Observation observation, Consumer<Detection> out) {
    ObservationBuffer history = station.history();
    CompiledRuleSet rules = station.rules();
    history.add(observation);
    pass.begin(observation, history);
    if (settings.paths() != PathObserver.NONE) {
      tellWhoSees(rules, history);
    }
    certain.clear();
    toAsk.clear();
    rules.starts().collect(observation, TakenSteps.NONE, toAsk);
    station.collectLive(toAsk);
    timed = metrics.samples();
    for (int i = toAsk.nextSetBit(0); i >= 0; i = toAsk.nextSetBit(i + 1)) {
      RuleGroup group = rules.get(i);
      long began = timed ? System.nanoTime() : 0;
      try {
        Progress progress = station.progress(i);
        if (group.sees(history) && (progress != null || group.canBegin(observation))) {
          observe(station, i, progress, observation);
        }
      } catch (RuntimeException | StackOverflowError e) {
        fail(station, i, e);
      }
      if (timed) {
        metrics.cost(group.members(), System.nanoTime() - began);
      }
    }
    if (!certain.isEmpty()) {
      emitCertain(station, out);
    }
    if (!station.armed().isEmpty()) {
      clear(station, observation, out);
    }
    timed = false;
    trim(station, observation.timeMillis());
  }

  private void tellWhoSees(CompiledRuleSet rules, ObservationBuffer history) {
    for (CompiledRule rule : rules.byId().values()) {
      if (rule.filter() != null) {
        PathObserver.Kind kind =
            rule.sees(history) ? PathObserver.Kind.REPORT_SEEN : PathObserver.Kind.REPORT_LEFT_OUT;
        settings.paths().taken(PathObserver.Path.of(rule.rule(), kind, ""));
      }
    }
  }

  private void observe(
      StationState station, int place, @Nullable Progress begun, Observation observation) {
    RuleGroup group = station.rules().get(place);
    Progress progress = begun == null ? group.automaton().begin() : begun;
    findings.clear();
    progress.observe(observation, findings);
    settle(station, place, progress);
  }

  /** Notes what was found, and keeps what goes on. */
  private void settle(StationState station, int place, Progress progress) {
    RuleGroup group = station.rules().get(place);
    for (FoundMatch match : findings.matches()) {
      certain.add(new Certain(group.member(match.member()), match));
    }
    if (!again) {
      for (MatchCollector.Dropped dropped : findings.dropped()) {
        metrics.dropped(group.member(dropped.member()).rule().id(), dropped.count());
      }
    }
    station.progress(place, progress.isEmpty() ? null : progress);
  }

  /** A rule never takes the job down: what it had begun here is dropped, counted and told. */
  private void fail(StationState station, int place, Throwable e) {
    Progress progress = station.progress(place);
    if (progress != null) {
      progress.count(-1);
    }
    station.progress(place, null);
    for (CompiledRule rule : station.rules().get(place).members()) {
      fail(station, rule, e);
    }
  }

  private void fail(StationState station, CompiledRule rule, Throwable e) {
    if (!again) {
      failures.tell(rule, station, e);
      metrics.failed(rule.rule().id());
    }
  }

  /** Tells the first failure of a rule with its cause, and further ones when there are many. */
  private static final class Failures {
    private static final int MOST_KINDS = 1_000;
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Long> toldNext = new HashMap<>();

    void tell(CompiledRule rule, StationState station, Throwable e) {
      if (counts.size() >= MOST_KINDS) {
        counts.clear();
        toldNext.clear();
      }
      String kind = rule.key() + e.getClass().getName();
      long count = counts.merge(kind, 1L, Long::sum);
      if (count < toldNext.getOrDefault(kind, 1L)) {
        return;
      }
      toldNext.put(kind, count * 10);
      String id = rule.rule().id();
      if (count == 1) {
        LOG.error(
            "Rule {} failed at {}; what it had begun there is dropped. It goes on; further failures"
                + " are counted, and told at 10, 100, 1000 ...",
            id,
            station.id(),
            e);
      } else {
        LOG.error(
            "Rule {} has failed {} times, last at {}: {}", id, count, station.id(), e.toString());
      }
    }
  }

  /** A match with the rule that found it. */
  private record Certain(CompiledRule rule, FoundMatch match) {
    long timeMillis() {
      return match.timeMillis();
    }

    String ruleId() {
      return rule.rule().id();
    }
  }

  /** By time, then by rule, so that the order is the same in every run. */
  private void emitCertain(StationState station, Consumer<Detection> out) {
    if (certain.size() > 1) {
      certain.sort(Comparator.comparingLong(Certain::timeMillis).thenComparing(Certain::ruleId));
    }
    for (Certain one : certain) {
      emit(station, one.rule(), one.match(), out);
    }
  }

  private void emit(
      StationState station, CompiledRule rule, FoundMatch found, Consumer<Detection> out) {
    long began = timed ? System.nanoTime() : 0;
    Match match;
    try {
      match = writer.match(rule, found, station.history(), silent);
    } catch (RuntimeException | StackOverflowError e) {
      fail(station, rule, e);
      return;
    }
    if (timed) {
      metrics.cost(List.of(rule), System.nanoTime() - began);
    }
    if (rule.hasEnd() && !rule.isDraining()) {
      station.armed().put(rule.rule().id(), match.by());
    }
    out.accept(match);
  }

  /** Tells which dangers the observation ends; one that it confirms it does not end. */
  private void clear(StationState station, Observation observation, Consumer<Detection> out) {
    station
        .armed()
        .entrySet()
        .removeIf(
            armed -> {
              CompiledRule rule = station.rules().byId().get(armed.getKey());
              if (rule == null || hasMatched(rule) || !ends(station, rule, observation)) {
                return false;
              }
              out.accept(writer.clear(rule, observation, armed.getValue()));
              return true;
            });
  }

  private boolean ends(StationState station, CompiledRule rule, Observation observation) {
    try {
      return rule.sees(station.history()) && rule.ends(observation);
    } catch (RuntimeException | StackOverflowError e) {
      fail(station, rule, e);
      return false;
    }
  }

  @SuppressWarnings("ReferenceEquality") // A rule is compiled once for each set.
  private boolean hasMatched(CompiledRule rule) {
    for (Certain one : certain) {
      if (one.rule() == rule) {
        return true;
      }
    }
    return false;
  }

  /** Tells what is certain when no report up to and including that time is to come. */
  void expire(StationState station, long timeMillis, Consumer<Detection> out) {
    if (station.nextCertain() > timeMillis) {
      return;
    }
    certain.clear();
    for (int i = station.liveCount() - 1; i >= 0; i--) {
      if (station.liveCertain(i) <= timeMillis) {
        Progress progress = station.liveProgress(i);
        int place = station.liveGroup(i);
        findings.clear();
        try {
          progress.advance(timeMillis, findings);
          settle(station, place, progress);
        } catch (RuntimeException | StackOverflowError e) {
          fail(station, place, e);
        }
      }
    }
    if (!certain.isEmpty()) {
      pass.look(station.history());
      silent = true;
      emitCertain(station, out);
      silent = false;
    }
  }
}

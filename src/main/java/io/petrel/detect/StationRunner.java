package io.petrel.detect;

import io.petrel.alert.Detection;
import io.petrel.alert.Match;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
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

  private final Pass pass;
  private final MatchWriter writer;
  private final DetectSettings settings;
  private final DetectMetrics metrics;
  private final List<FoundMatch> found = new ArrayList<>();
  private final BitSet toAsk = new BitSet();

  StationRunner(Pass pass, DetectSettings settings, DetectMetrics metrics) {
    this.pass = pass;
    this.writer = new MatchWriter(settings.contextSize());
    this.settings = settings;
    this.metrics = metrics;
  }

  /**
   * Lets time pass up to and including {@code timeMillis}, and says when the station is to be
   * looked at next, with {@link Station#wake}.
   *
   * @param rules the rules that run now
   */
  void run(Station station, RunningRules rules, long timeMillis, Consumer<Detection> out) {
    station.moveTo(rules);
    Observation observation = station.next(timeMillis);
    while (observation != null) {
      expire(station, observation.timeMillis() - 1, out);
      observe(station, observation, out);
      observation = station.next(timeMillis);
    }
    expire(station, timeMillis, out);
    station.wake(nextWake(station));
  }

  /** When the station is to be looked at next. */
  long nextWake(Station station) {
    long next = station.nextCertain();
    if (!station.pending().isEmpty()) {
      next = Math.min(next, station.pending().get(0).timeMillis());
    }
    return station.newest() == Long.MIN_VALUE ? next : Math.min(next, forgetAt(station));
  }

  /** Whether nothing of the station is worth keeping at that time. */
  boolean isForgettable(Station station, long timeMillis) {
    return station.pending().isEmpty()
        && (station.newest() == Long.MIN_VALUE || timeMillis >= forgetAt(station));
  }

  private long forgetAt(Station station) {
    long keep = Math.max(settings.forgetAfter().toMillis(), station.rules().longestWindowMillis());
    return station.newest() + keep + 1;
  }

  /** Takes back what a station that is forgotten has in progress. */
  void forget(Station station) {
    BitSet live = station.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      Progress progress = station.progress(i);
      if (progress != null) {
        station.rules().get(i).live().add(-progress.size());
      }
    }
  }

  private void observe(Station station, Observation observation, Consumer<Detection> out) {
    History history = station.history();
    RunningRules rules = station.rules();
    history.add(observation);
    pass.begin(observation, history);
    BitSet rulesToAsk = toAsk(station, observation);
    for (int i = rulesToAsk.nextSetBit(0); i >= 0; i = rulesToAsk.nextSetBit(i + 1)) {
      CompiledRule rule = rules.get(i);
      if (!rule.sees(history)) {
        continue;
      }
      Progress progress = station.progress(i);
      boolean matched = false;
      if (progress != null || rule.canBegin(observation)) {
        matched = observe(station, i, rule, progress, observation, out);
      }
      if (!matched && rule.hasEnd() && !rule.isDraining()) {
        clear(station, rule, observation, out);
      }
    }
    history.trim(
        observation.timeMillis(),
        rules.longestWindowMillis(),
        Math.max(1, settings.contextSize()),
        rules.anchored());
  }

  /** The rules that the observation may begin, go on with, or end; the others cost nothing. */
  private BitSet toAsk(Station station, Observation observation) {
    toAsk.clear();
    station.rules().starts().collect(observation, toAsk);
    toAsk.or(station.live());
    for (String rule : station.armed().keySet()) {
      Integer place = station.rules().ends().get(rule);
      if (place != null) {
        toAsk.set(place);
      }
    }
    return toAsk;
  }

  private boolean observe(
      Station station,
      int place,
      CompiledRule rule,
      @Nullable Progress begun,
      Observation observation,
      Consumer<Detection> out) {
    Progress progress = begun == null ? rule.automaton().begin() : begun;
    int before = begun == null ? 0 : begun.size();
    found.clear();
    try {
      progress.observe(observation, found);
    } catch (RuntimeException e) {
      fail(station, place, rule, before, e);
      return false;
    }
    settle(station, place, rule, progress, before);
    for (FoundMatch match : found) {
      emit(station, rule, match, out);
    }
    return !found.isEmpty();
  }

  private void settle(
      Station station, int place, CompiledRule rule, Progress progress, int before) {
    int after = progress.size();
    rule.live().add(after - before);
    int dropped = progress.takeDropped();
    if (dropped > 0) {
      metrics.dropped(rule.rule().id(), dropped);
    }
    station.progress(place, after == 0 ? null : progress);
  }

  /** A rule never takes the job down: what it had begun here is dropped, counted and told. */
  private void fail(Station station, int place, CompiledRule rule, int before, RuntimeException e) {
    LOG.error(
        "Rule {} failed at {}; what it had begun is dropped", rule.rule().id(), station.id(), e);
    metrics.failed(rule.rule().id());
    rule.live().add(-before);
    station.progress(place, null);
  }

  private void emit(Station station, CompiledRule rule, FoundMatch found, Consumer<Detection> out) {
    Match match = writer.match(rule, found, station.history());
    metrics.matched(rule.rule().id());
    if (rule.hasEnd() && !rule.isDraining()) {
      station.armed().put(rule.rule().id(), match.by());
    }
    out.accept(match);
  }

  private void clear(
      Station station, CompiledRule rule, Observation observation, Consumer<Detection> out) {
    if (station.armed().isEmpty()) {
      return;
    }
    Map<String, String> by = station.armed().get(rule.rule().id());
    if (by != null && rule.ends(observation)) {
      station.armed().remove(rule.rule().id());
      out.accept(writer.clear(rule, observation, by));
    }
  }

  /** A match with the rule that found it. */
  private record Certain(CompiledRule rule, FoundMatch match) {}

  private void expire(Station station, long timeMillis, Consumer<Detection> out) {
    if (station.live().isEmpty()) {
      return;
    }
    List<Certain> certain = new ArrayList<>();
    BitSet live = station.live();
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      Progress progress = station.progress(i);
      if (progress == null || progress.nextCertain() > timeMillis) {
        continue;
      }
      CompiledRule rule = station.rules().get(i);
      int before = progress.size();
      found.clear();
      try {
        progress.advance(timeMillis, found);
      } catch (RuntimeException e) {
        fail(station, i, rule, before, e);
        continue;
      }
      settle(station, i, rule, progress, before);
      found.forEach(match -> certain.add(new Certain(rule, match)));
    }
    if (!certain.isEmpty()) {
      pass.look(station.history());
      certain.sort(Comparator.comparingLong(one -> one.match().timeMillis()));
      certain.forEach(one -> emit(station, one.rule(), one.match(), out));
    }
  }
}

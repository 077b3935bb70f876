package io.petrel.detect;

import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that detection knows of one station. Not thread-safe. */
final class Station {
  private final String id;
  private final History history = new History();

  /** Observations whose time has not come, by time, then in the order of arrival. */
  private final List<Observation> pending = new ArrayList<>();

  /** Rules that have matched and have an end to look for: the places of the last match. */
  private final Map<String, Map<String, String>> armed = new HashMap<>();

  private RunningRules rules;
  private @Nullable Progress[] progress;
  private BitSet live = new BitSet();
  private long newest = Long.MIN_VALUE;
  private long wake = Long.MAX_VALUE;

  /** What becomes of an observation that arrives in time. */
  enum Arrival {
    NEW,
    /** One with the same values, or a higher revision, is there. */
    DUPLICATE,
    /** It takes the place of a lower revision. */
    CORRECTION
  }

  Station(String id, RunningRules rules) {
    this.id = id;
    this.rules = rules;
    this.progress = new Progress[rules.size()];
  }

  String id() {
    return id;
  }

  /** Takes an observation whose time has not come. */
  Arrival offer(Observation observation) {
    long time = observation.timeMillis();
    int end = pending.size();
    while (end > 0 && pending.get(end - 1).timeMillis() > time) {
      end--;
    }
    boolean corrects = false;
    for (int i = end - 1; i >= 0 && pending.get(i).timeMillis() == time; i--) {
      Observation other = pending.get(i);
      if (other.revision() > observation.revision() || other.equals(observation)) {
        return Arrival.DUPLICATE;
      }
      corrects |= other.revision() < observation.revision();
    }
    if (corrects) {
      while (end > 0 && pending.get(end - 1).timeMillis() == time) {
        pending.remove(--end);
      }
    }
    pending.add(end, observation);
    return corrects ? Arrival.CORRECTION : Arrival.NEW;
  }

  /** The next observation with a time up to {@code timeMillis}, taken out; null = none. */
  @Nullable Observation next(long timeMillis) {
    if (pending.isEmpty() || pending.get(0).timeMillis() > timeMillis) {
      return null;
    }
    Observation observation = pending.remove(0);
    newest = observation.timeMillis();
    return observation;
  }

  List<Observation> pending() {
    return pending;
  }

  History history() {
    return history;
  }

  Map<String, Map<String, String>> armed() {
    return armed;
  }

  /** The rules that {@link #progress} is about. */
  RunningRules rules() {
    return rules;
  }

  /** What is in progress of a rule; null = nothing. */
  @Nullable Progress progress(int rule) {
    return progress[rule];
  }

  void progress(int rule, @Nullable Progress next) {
    progress[rule] = next;
    live.set(rule, next != null);
  }

  /** The rules of which something is in progress. */
  BitSet live() {
    return live;
  }

  /** Moves to another set of rules: what is in progress of rules that are in it stays. */
  @SuppressWarnings("ReferenceEquality") // A set of rules is compiled once for each change.
  void moveTo(RunningRules next) {
    if (rules == next) {
      return;
    }
    Map<Long, Integer> places = next.places();
    @Nullable Progress[] old = progress;
    BitSet wasLive = live;
    RunningRules before = rules;
    rules = next;
    progress = new Progress[next.size()];
    live = new BitSet();
    for (int i = wasLive.nextSetBit(0); i >= 0; i = wasLive.nextSetBit(i + 1)) {
      Integer place = places.get(before.get(i).key());
      Progress kept = old[i];
      if (place != null && kept != null) {
        if (next.get(place).isDraining()) {
          kept.drain();
        }
        progress(place, kept);
      }
    }
    armed.keySet().retainAll(next.rules().stream().map(rule -> rule.rule().id()).toList());
    history.forgetFilters();
  }

  /** Adds what is in progress here to the counts of the rules: after a restore. */
  void countLive() {
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      Progress inProgress = progress[i];
      if (inProgress != null) {
        rules.get(i).live().add(inProgress.size());
      }
    }
  }

  /** Time of the newest observation processed; {@link Long#MIN_VALUE} = none yet. */
  long newest() {
    return newest;
  }

  void newest(long timeMillis) {
    newest = timeMillis;
  }

  /** Event time at which the station is to be looked at again. */
  long wake() {
    return wake;
  }

  void wake(long timeMillis) {
    wake = timeMillis;
  }

  /** The earliest time at which something becomes certain without an observation. */
  long nextCertain() {
    long next = Progress.NEVER;
    for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
      Progress inProgress = progress[i];
      if (inProgress != null) {
        next = Math.min(next, inProgress.nextCertain());
      }
    }
    return next;
  }
}

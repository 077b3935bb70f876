package io.petrel.detect;

import io.petrel.detect.match.Progress;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleGroup;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that detection knows of one station. Not thread-safe. */
final class StationState {
  private final String id;
  private ObservationBuffer history = new ObservationBuffer();

  /** Observations whose time has not come, by time, then in the order of arrival. */
  private final List<Observation> pending = new ArrayList<>();

  /** Rules that have matched and have an end to look for: the places of the last match. */
  private final Map<String, Map<String, String>> armed = new TreeMap<>();

  private CompiledRuleSet rules;

  /** The groups of which something is in progress, in order, and what: few of many. */
  private int[] live = {};

  private Progress[] progress = {};

  /** When something of each becomes certain without an observation. */
  private long[] certain = {};

  private int liveCount;
  private long newest = Long.MIN_VALUE;
  private long wake = Long.MAX_VALUE;
  private long planned = Long.MAX_VALUE;
  private boolean written;

  /** What becomes of an observation that arrives in time. */
  enum Arrival {
    NEW,
    /** One with the same values, or a higher revision, is there. */
    DUPLICATE,
    /** It takes the place of a lower revision. */
    CORRECTION
  }

  StationState(String id, CompiledRuleSet rules) {
    this.id = id;
    this.rules = rules;
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

  ObservationBuffer history() {
    return history;
  }

  Map<String, Map<String, String>> armed() {
    return armed;
  }

  /** The rules that {@link #progress} is about. */
  CompiledRuleSet rules() {
    return rules;
  }

  /** How many groups of rules have something in progress. */
  int liveCount() {
    return liveCount;
  }

  /** The place of such a group; they are in order. */
  int liveGroup(int index) {
    return live[index];
  }

  Progress liveProgress(int index) {
    return progress[index];
  }

  /** When something of it becomes certain without an observation, as when it was last put here. */
  long liveCertain(int index) {
    return certain[index];
  }

  /** What is in progress of a group of rules; null = nothing. */
  @Nullable Progress progress(int group) {
    int index = Arrays.binarySearch(live, 0, liveCount, group);
    return index < 0 ? null : progress[index];
  }

  /** Puts here what is in progress of a group, after each change of it; null = nothing is. */
  void progress(int group, @Nullable Progress next) {
    int index = Arrays.binarySearch(live, 0, liveCount, group);
    if (index >= 0 && next != null) {
      progress[index] = next;
      certain[index] = next.nextCertain();
    } else if (index >= 0) {
      liveCount--;
      System.arraycopy(certain, index + 1, certain, index, liveCount - index);
      System.arraycopy(live, index + 1, live, index, liveCount - index);
      System.arraycopy(progress, index + 1, progress, index, liveCount - index);
      clear(liveCount);
    } else if (next != null) {
      insert(-index - 1, group, next);
    }
  }

  private void insert(int index, int group, Progress next) {
    if (liveCount == live.length) {
      int room = Math.max(4, liveCount * 2);
      live = Arrays.copyOf(live, room);
      progress = Arrays.copyOf(progress, room);
      certain = Arrays.copyOf(certain, room);
    }
    System.arraycopy(certain, index, certain, index + 1, liveCount - index);
    System.arraycopy(live, index, live, index + 1, liveCount - index);
    System.arraycopy(progress, index, progress, index + 1, liveCount - index);
    live[index] = group;
    progress[index] = next;
    certain[index] = next.nextCertain();
    liveCount++;
  }

  @SuppressWarnings("NullAway") // Behind liveCount the places hold nothing.
  private void clear(int index) {
    progress[index] = null;
  }

  /** Adds the groups of which something is in progress. */
  void collectLive(BitSet groups) {
    for (int i = 0; i < liveCount; i++) {
      groups.set(live[i]);
    }
  }

  /** Moves to another set of rules: what is in progress of rules that are in it stays. */
  @SuppressWarnings("ReferenceEquality") // A set of rules is compiled once for each change.
  void moveTo(CompiledRuleSet next) {
    if (rules == next) {
      return;
    }
    CompiledRuleSet before = rules;
    int[] wasLive = Arrays.copyOf(live, liveCount);
    Progress[] old = Arrays.copyOf(progress, liveCount);
    rules = next;
    Arrays.fill(progress, null);
    liveCount = 0;
    for (int i = 0; i < wasLive.length; i++) {
      Integer place = next.places().get(before.get(wasLive[i]).key());
      if (place != null) {
        RuleGroup group = next.get(place);
        Progress kept = group.automaton().adopt(old[i], before.epoch());
        if (kept != null && group.isDraining()) {
          kept.drain();
        }
        progress(place, kept);
      }
    }
    armed.keySet().retainAll(next.byId().keySet());
    history.forgetFilters();
  }

  /** Drops all but the reports that are to come. */
  void forget() {
    count(-1);
    Arrays.fill(progress, null);
    liveCount = 0;
    armed.clear();
    history = new ObservationBuffer();
  }

  /** Adds what is in progress here to the counts of the rules, or takes it back. */
  void count(int sign) {
    for (int i = 0; i < liveCount; i++) {
      progress[i].count(sign);
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

  /** Whether keyed state has it as it is here. */
  boolean isWritten() {
    return written;
  }

  void isWritten(boolean isSo) {
    written = isSo;
  }

  /**
   * When the queue gives it out at the latest, as far as is known here; {@link Long#MAX_VALUE} =
   * not known. Not in the state: it saves asking the queue.
   */
  long planned() {
    return planned;
  }

  void planned(long timeMillis) {
    planned = timeMillis;
  }

  /** The earliest time at which something becomes certain without an observation. */
  long nextCertain() {
    long next = Progress.NEVER;
    for (int i = 0; i < liveCount; i++) {
      next = Math.min(next, certain[i]);
    }
    return next;
  }
}

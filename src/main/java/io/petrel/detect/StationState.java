package io.petrel.detect;

import io.petrel.detect.match.Progress;
import io.petrel.detect.measure.CompiledRule;
import io.petrel.detect.measure.ObservationBuffer;
import io.petrel.detect.rules.CompiledRuleSet;
import io.petrel.detect.rules.RuleGroup;
import io.petrel.weather.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that detection knows about one station. Not thread-safe. */
final class StationState {
  private final String id;
  private ObservationBuffer history = new ObservationBuffer();

  /** Observations after the watermark, by time, then in the order of arrival. */
  private final List<Observation> pending = new ArrayList<>();

  /**
   * Rules that have matched and wait for their end condition, with {@code by} of the last match.
   */
  private final Map<String, Map<String, String>> armed = new TreeMap<>();

  private final StationPast past = new StationPast();

  private CompiledRuleSet rules;

  /** The groups with partial matches, ascending, and their progress: few of many. */
  private int[] live = {};

  private Progress[] progress = {};

  /** {@link Progress#nextCertain} of each. */
  private long[] certain = {};

  private int liveCount;
  private long newest = Long.MIN_VALUE;
  private long wake = Long.MAX_VALUE;
  private long planned = Long.MAX_VALUE;
  private boolean written;
  private long pendingBytes;
  private long countedBytes;

  /** The result of {@link #offer}. */
  enum Arrival {
    NEW,
    /** One of this time with the same values, or a higher revision, is known. */
    DUPLICATE,
    /** It replaced a lower revision. */
    CORRECTION,
    /** It came too late to be put in its place. */
    LATE
  }

  StationState(String id, CompiledRuleSet rules) {
    this.id = id;
    this.rules = rules;
  }

  String id() {
    return id;
  }

  /** Adds an observation after the watermark to the pending ones. */
  Arrival offer(Observation observation) {
    int before = pending.size();
    int index =
        StationPast.insert(
            pending, observation, replaced -> pendingBytes -= replaced.bytesInMemory());
    if (index < 0) {
      return Arrival.DUPLICATE;
    }
    pendingBytes += observation.bytesInMemory();
    return pending.size() > before ? Arrival.NEW : Arrival.CORRECTION;
  }

  /** Removes the next observation with a time up to {@code timeMillis}; null = none. */
  @Nullable Observation next(long timeMillis) {
    if (pending.isEmpty() || pending.get(0).timeMillis() > timeMillis) {
      return null;
    }
    Observation observation = pending.remove(0);
    pendingBytes -= observation.bytesInMemory();
    return observation;
  }

  List<Observation> pending() {
    return Collections.unmodifiableList(pending);
  }

  /** Time of the first pending observation; {@link Long#MAX_VALUE} = none. */
  long firstPending() {
    return pending.isEmpty() ? Long.MAX_VALUE : pending.get(0).timeMillis();
  }

  /** Puts back what was pending, in order. */
  void pend(Observation observation) {
    pending.add(observation);
    pendingBytes += observation.bytesInMemory();
  }

  /** By how many bytes it has grown since it was asked last, about. */
  long countBytes() {
    long before = countedBytes;
    countedBytes = pendingBytes + past.bytesWith(history.bytesInMemory());
    return countedBytes - before;
  }

  /** What {@link #countBytes} has counted in all. */
  long countedBytes() {
    return countedBytes;
  }

  ObservationBuffer history() {
    return history;
  }

  Map<String, Map<String, String>> armed() {
    return armed;
  }

  /** What it takes to go back; nothing when reports are not revised. */
  StationPast past() {
    return past;
  }

  /** The rules that {@link #progress} is about. */
  CompiledRuleSet rules() {
    return rules;
  }

  /** How many groups of rules have partial matches. */
  int liveCount() {
    return liveCount;
  }

  /** The index of such a group; ascending. */
  int liveGroup(int index) {
    return live[index];
  }

  Progress liveProgress(int index) {
    return progress[index];
  }

  /** {@link Progress#nextCertain}, as of the last change. */
  long liveCertain(int index) {
    return certain[index];
  }

  /** The progress of a group; null = it has no partial matches. */
  @Nullable Progress progress(int group) {
    int index = Arrays.binarySearch(live, 0, liveCount, group);
    return index < 0 ? null : progress[index];
  }

  /** Sets the progress of a group, after each change of it; null = no partial matches. */
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

  @SuppressWarnings("NullAway") // Entries from liveCount on are null.
  private void clear(int index) {
    progress[index] = null;
  }

  /** Adds the groups with partial matches. */
  void collectLive(BitSet groups) {
    for (int i = 0; i < liveCount; i++) {
      groups.set(live[i]);
    }
  }

  /** Moves to another set of rules, keeping the progress of rules that are in both. */
  @SuppressWarnings("ReferenceEquality") // Each change compiles one set.
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
      Integer groupIndex = next.indexes().get(before.get(wasLive[i]).key());
      if (groupIndex != null) {
        RuleGroup group = next.get(groupIndex);
        Progress kept = group.automaton().adopt(old[i], before.epoch());
        if (kept != null && group.isDraining()) {
          kept.drain();
        }
        progress(groupIndex, kept);
      }
    }
    armed.keySet().retainAll(next.byId().keySet());
    history.forgetFilters();
    edited(before.epoch());
  }

  /** Notes that the rules have changed since an epoch. */
  void edited(long epoch) {
    past.edited(newest, epoch);
    past.takeHeld(found -> !rules.runs(found.detection().rule(), found.since()));
  }

  /** Drops what rules that came after an epoch have begun. */
  void endYounger(long epoch) {
    count(-1);
    for (int i = liveCount - 1; i >= 0; i--) {
      RuleGroup group = rules.get(live[i]);
      long younger = group.members().stream().filter(member -> member.since() > epoch).count();
      if (younger == group.members().size()) {
        progress(live[i], null);
      } else if (younger > 0) {
        progress(live[i], group.automaton().adopt(progress[i], epoch));
      }
    }
    count(1);
    armed
        .keySet()
        .removeIf(
            id -> {
              CompiledRule rule = rules.byId().get(id);
              return rule == null || rule.since() > epoch;
            });
  }

  /** Goes on from another state of the station, of the same rules; the past stays. */
  void resume(StationState other) {
    count(-1);
    history = other.history;
    armed.clear();
    armed.putAll(other.armed);
    live = other.live;
    progress = other.progress;
    certain = other.certain;
    liveCount = other.liveCount;
    newest = other.newest;
    count(1);
  }

  /** Drops everything but the pending reports. */
  void forget() {
    count(-1);
    Arrays.fill(progress, null);
    liveCount = 0;
    armed.clear();
    history = new ObservationBuffer();
  }

  /** Adds {@code sign} times the partial matches here to the counters of the rules. */
  void count(int sign) {
    for (int i = 0; i < liveCount; i++) {
      progress[i].count(sign);
    }
  }

  /** Time of the last processed observation; {@link Long#MIN_VALUE} = none yet. */
  long newest() {
    return newest;
  }

  /** The same, of the pending ones too. */
  long newestArrived() {
    return pending.isEmpty() ? newest : pending.get(pending.size() - 1).timeMillis();
  }

  void newest(long timeMillis) {
    newest = timeMillis;
  }

  /** Event time at which the station must be processed again. */
  long wake() {
    return wake;
  }

  void wake(long timeMillis) {
    wake = timeMillis;
  }

  /** Whether keyed state is up to date. */
  boolean isWritten() {
    return written;
  }

  void isWritten(boolean value) {
    written = value;
  }

  /**
   * The time of the station's entry in {@link StationTimerQueue}; {@link Long#MAX_VALUE} = unknown.
   * A cache, not written to state.
   */
  long planned() {
    return planned;
  }

  void planned(long timeMillis) {
    planned = timeMillis;
  }

  /** The earliest {@link Progress#nextCertain}. */
  long nextCertain() {
    long next = Progress.NEVER;
    for (int i = 0; i < liveCount; i++) {
      next = Math.min(next, certain[i]);
    }
    return next;
  }
}

package io.petrel.detect;

import io.petrel.rule.AfterMatch;
import io.petrel.rule.Condition;
import io.petrel.rule.Rule;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import org.apache.flink.core.memory.DataInputView;

/** A rule whose pattern does not branch, see {@link CompactStates#fits}. */
final class CompactAutomaton implements Automaton {
  /** Part of the state's format: a match in progress is at a numbered place. */
  static final int SHAPE = 1;

  private final RuleScope scope;
  private final CompactStates states;
  private final boolean restarts;
  private final boolean alertOnTimeout;
  private final long windowMillis;
  private final int limit;
  private final boolean tellsOfSilence;
  private final View view;

  /**
   * Lays out a rule.
   *
   * @param conditions what stands for each of {@link PatternCompiler#conditions}
   * @param limit most matches in progress at one station
   */
  CompactAutomaton(Rule rule, RuleScope scope, List<Condition> conditions, int limit) {
    this.scope = scope;
    this.states = new CompactStates(rule, conditions);
    this.restarts = rule.afterMatch().kind() == AfterMatch.Kind.RESTART;
    this.alertOnTimeout = rule.alertOnTimeout();
    this.windowMillis = rule.within() == null ? -1 : rule.within().toMillis();
    this.limit = limit;
    this.tellsOfSilence =
        alertOnTimeout
            || states.get(states.size() - 1).kind() == CompactStates.Kind.NOT_UNTIL_TIME_RUNS_OUT;
    this.view = new View(states);
  }

  @Override
  public MatcherKind kind() {
    return MatcherKind.COMPACT;
  }

  @Override
  public Progress begin() {
    return new CompactProgress(this);
  }

  @Override
  public Progress read(ObservationTable.Reader observations, DataInputView in) throws IOException {
    int shape = in.readUnsignedByte();
    if (shape != SHAPE) {
      throw new IOException("shape %d of a matcher, this release has %d".formatted(shape, SHAPE));
    }
    CompactProgress progress = new CompactProgress(this);
    if (in.readBoolean()) {
      progress.drain();
    }
    long size = Varint.read(in);
    for (long i = 0; i < size; i++) {
      CompactPartial partial = new CompactPartial(states.slots());
      int place = (int) Varint.read(in);
      int taken = (int) Varint.read(in);
      if (place >= states.size() || taken > states.slots()) {
        throw new IOException("place %d of %d".formatted(place, states.size()));
      }
      for (int slot = 0; slot < taken; slot++) {
        partial.take(observations.reference(in));
      }
      partial.place = place;
      progress.add(partial);
    }
    return progress;
  }

  CompactStates states() {
    return states;
  }

  boolean restarts() {
    return restarts;
  }

  boolean alertOnTimeout() {
    return alertOnTimeout;
  }

  /** Whether something becomes certain without an observation: an absence or a time-out. */
  boolean tellsOfSilence() {
    return tellsOfSilence;
  }

  /** Longest time from first to last observation; -1 = no limit. */
  long windowMillis() {
    return windowMillis;
  }

  int limit() {
    return limit;
  }

  /** Whether a condition holds after what a match in progress has taken. */
  boolean holds(Condition condition, Observation observation, CompactPartial partial) {
    return scope.holds(condition, observation, view.of(partial));
  }

  /** Whether a match can begin with the observation. */
  boolean begins(Observation observation) {
    return scope.holds(states.get(0).where(), observation, TakenSteps.NONE);
  }

  FoundMatch match(CompactPartial partial, long timeMillis, boolean timedOut) {
    List<List<Observation>> steps = new ArrayList<>(states.steps());
    for (int step = 0; step < states.steps(); step++) {
      int from = Math.min(states.firstSlot(step), partial.size);
      int to = Math.min(states.endSlot(step), partial.size);
      steps.add(List.of(Arrays.copyOfRange(partial.taken, from, to)));
    }
    return new FoundMatch(steps, timeMillis, timedOut);
  }

  /** The steps of a match in progress, without making garbage. */
  private static final class View implements TakenSteps {
    private final CompactStates states;
    private final Slice[] slices;
    private CompactPartial partial = new CompactPartial(0);

    View(CompactStates states) {
      this.states = states;
      this.slices = new Slice[states.steps()];
      Arrays.setAll(slices, step -> new Slice());
    }

    View of(CompactPartial next) {
      partial = next;
      return this;
    }

    @Override
    public List<Observation> step(int index) {
      Slice slice = slices[index];
      slice.taken = partial.taken;
      slice.from = Math.min(states.firstSlot(index), partial.size);
      slice.to = Math.min(states.endSlot(index), partial.size);
      return slice;
    }
  }

  /** A part of what a match in progress has taken. */
  private static final class Slice extends AbstractList<Observation> implements RandomAccess {
    private Observation[] taken = {};
    private int from;
    private int to;

    @Override
    public Observation get(int index) {
      if (index < 0 || from + index >= to) {
        throw new IndexOutOfBoundsException(index);
      }
      return taken[from + index];
    }

    @Override
    public int size() {
      return to - from;
    }
  }
}

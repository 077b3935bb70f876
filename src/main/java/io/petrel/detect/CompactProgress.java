package io.petrel.detect;

import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** What is in progress of one rule at one station, in the compact matcher. */
final class CompactProgress implements Progress {
  private final CompactAutomaton automaton;
  private final CompactStates states;

  /** In the order of their starts. */
  private ArrayList<CompactPartial> partials = new ArrayList<>(2);

  private boolean draining;
  private int dropped;

  CompactProgress(CompactAutomaton automaton) {
    this.automaton = automaton;
    this.states = automaton.states();
  }

  void add(CompactPartial partial) {
    partials.add(partial);
  }

  @Override
  public void observe(Observation observation, List<FoundMatch> found) {
    int before = found.size();
    if (!partials.isEmpty()) {
      step(observation, found);
    }
    if (!draining && automaton.begins(observation)) {
      CompactPartial begun = new CompactPartial(states.slots());
      begun.take(observation);
      keepOrComplete(begun, observation, found);
    }
    if (automaton.restarts() && found.size() > before) {
      restart(before, found);
    }
    while (partials.size() > automaton.limit()) {
      partials.remove(0);
      dropped++;
    }
  }

  private void restart(int before, List<FoundMatch> found) {
    List<FoundMatch> completed = found.subList(before, found.size());
    FoundMatch earliest = EarliestMatch.of(completed);
    completed.clear();
    found.add(earliest);
    partials.clear();
  }

  /** Moves all matches in progress; the list stays in the order of starts. */
  private void step(Observation observation, List<FoundMatch> found) {
    ArrayList<CompactPartial> old = partials;
    int kept = 0;
    boolean inPlace = true;
    for (int i = 0; i < old.size(); i++) {
      CompactPartial partial = old.get(i);
      if (hasRunOut(partial, observation.timeMillis())) {
        continue;
      }
      CompactPartial fork = move(partial, observation, found);
      if (fork != null && inPlace) {
        // Rare: an observation that is both taken and passed over makes two of one.
        partials = new ArrayList<>(old.subList(0, kept));
        inPlace = false;
      }
      if (fork != null) {
        partials.add(fork);
      }
      if (partial.place < 0) {
        continue;
      }
      if (inPlace) {
        old.set(kept++, partial);
      } else {
        partials.add(partial);
      }
    }
    if (inPlace) {
      old.subList(kept, old.size()).clear();
    }
  }

  /**
   * Moves a match in progress. One that ends gets place -1.
   *
   * @return one that was made beside it; null = none
   */
  private @Nullable CompactPartial move(
      CompactPartial partial, Observation observation, List<FoundMatch> found) {
    CompactStates.State state = states.get(partial.place);
    switch (state.kind()) {
      case NOT_UNTIL_TIME_RUNS_OUT -> {
        if (fits(state, observation, partial)) {
          partial.place = -1;
        }
        return null;
      }
      case NOT_NEXT_AT_END -> {
        if (!fits(state, observation, partial)) {
          found.add(automaton.match(partial, observation.timeMillis(), false));
        }
        partial.place = -1;
        return null;
      }
      case NOT_NEXT -> {
        if (fits(state, observation, partial)) {
          partial.place = -1;
          return null;
        }
        partial.place++;
        return take(states.get(partial.place), partial, observation, found);
      }
      case TAKE -> {
        return take(state, partial, observation, found);
      }
    }
    throw new IllegalStateException(state.kind().name());
  }

  private @Nullable CompactPartial take(
      CompactStates.State state,
      CompactPartial partial,
      Observation observation,
      List<FoundMatch> found) {
    boolean fits = fits(state, observation, partial);
    boolean stopped = isStopped(state, observation, partial);
    boolean stays =
        switch (state.follows()) {
          case STRICT -> false;
          case RELAXED -> !fits;
          case ANY -> true;
        };
    boolean completes = partial.place == states.size() - 1;
    if (fits && (completes || !stopped)) {
      if (stays && !stopped) {
        CompactPartial fork = new CompactPartial(partial);
        fork.take(observation);
        if (completes) {
          found.add(automaton.match(fork, observation.timeMillis(), false));
          return null;
        }
        return fork;
      }
      partial.take(observation);
      if (completes) {
        found.add(automaton.match(partial, observation.timeMillis(), false));
        partial.place = -1;
      }
      return null;
    }
    if (stopped || !stays) {
      partial.place = -1;
    }
    return null;
  }

  private void keepOrComplete(
      CompactPartial begun, Observation observation, List<FoundMatch> found) {
    if (begun.place == states.size()) {
      found.add(automaton.match(begun, observation.timeMillis(), false));
    } else {
      partials.add(begun);
    }
  }

  private boolean fits(CompactStates.State state, Observation observation, CompactPartial partial) {
    return isInTime(state.withinMillis(), observation, partial)
        && automaton.holds(state.where(), observation, partial);
  }

  private boolean isStopped(
      CompactStates.State state, Observation observation, CompactPartial partial) {
    return state.stop() != null
        && isInTime(state.stopWithinMillis(), observation, partial)
        && automaton.holds(state.stop(), observation, partial);
  }

  private static boolean isInTime(
      long withinMillis, Observation observation, CompactPartial partial) {
    return withinMillis < 0 || observation.timeMillis() - partial.lastMillis() <= withinMillis;
  }

  @Override
  public void advance(long timeMillis, List<FoundMatch> found) {
    for (long due = soonest(); due <= timeMillis && due != NEVER; due = soonest()) {
      int before = found.size();
      int kept = 0;
      for (int i = 0; i < partials.size(); i++) {
        CompactPartial partial = partials.get(i);
        if (runsOut(partial) > due) {
          partials.set(kept++, partial);
        } else if (isComplete(partial)) {
          found.add(automaton.match(partial, due, false));
        } else if (automaton.alertOnTimeout()) {
          found.add(automaton.match(partial, due, true));
        }
      }
      partials.subList(kept, partials.size()).clear();
      if (automaton.restarts() && found.size() > before) {
        restart(before, found);
      }
    }
  }

  private boolean isComplete(CompactPartial partial) {
    return states.get(partial.place).kind() == CompactStates.Kind.NOT_UNTIL_TIME_RUNS_OUT;
  }

  private long soonest() {
    long soonest = NEVER;
    for (int i = 0; i < partials.size(); i++) {
      soonest = Math.min(soonest, runsOut(partials.get(i)));
    }
    return soonest;
  }

  /** The last time at which it may still go on; what it waits for must not be later. */
  private long runsOut(CompactPartial partial) {
    long window = automaton.windowMillis();
    long end = window < 0 ? NEVER : partial.startMillis() + window;
    CompactStates.State state = states.get(partial.place);
    boolean limited =
        state.kind() == CompactStates.Kind.TAKE
            || state.kind() == CompactStates.Kind.NOT_UNTIL_TIME_RUNS_OUT;
    return limited && state.withinMillis() >= 0
        ? Math.min(end, partial.lastMillis() + state.withinMillis())
        : end;
  }

  private boolean hasRunOut(CompactPartial partial, long timeMillis) {
    long window = automaton.windowMillis();
    if (window >= 0 && timeMillis - partial.startMillis() > window) {
      return true;
    }
    CompactStates.State state = states.get(partial.place);
    return state.withinMillis() >= 0 && runsOut(partial) < timeMillis;
  }

  @Override
  public long nextCertain() {
    if (partials.isEmpty()) {
      return NEVER;
    }
    if (automaton.tellsOfSilence()) {
      return soonest();
    }
    // Nothing to tell, only to forget: once, when the last of them has run out.
    CompactPartial newest = partials.get(partials.size() - 1);
    return automaton.windowMillis() < 0
        ? runsOut(newest)
        : newest.startMillis() + automaton.windowMillis();
  }

  @Override
  public int size() {
    return partials.size();
  }

  @Override
  public int takeDropped() {
    int count = dropped;
    dropped = 0;
    return count;
  }

  @Override
  public void drain() {
    draining = true;
  }

  @Override
  public void write(ObservationTable.Writer observations, DataOutputView out) throws IOException {
    out.writeByte(CompactAutomaton.SHAPE);
    out.writeBoolean(draining);
    Varint.write(partials.size(), out);
    for (CompactPartial partial : partials) {
      Varint.write(partial.place, out);
      Varint.write(partial.size, out);
      for (int slot = 0; slot < partial.size; slot++) {
        observations.reference(partial.taken[slot], out);
      }
    }
  }
}

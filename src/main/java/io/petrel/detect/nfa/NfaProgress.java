package io.petrel.detect.nfa;

import io.petrel.detect.match.EarliestMatch;
import io.petrel.detect.match.FoundMatch;
import io.petrel.detect.match.MatchCollector;
import io.petrel.detect.match.ObservationTable;
import io.petrel.detect.match.Progress;
import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.cep.nfa.ComputationState;
import org.apache.flink.cep.nfa.NFAState;
import org.apache.flink.cep.nfa.sharedbuffer.SharedBufferAccessor;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.util.FlinkRuntimeException;

/** The partial matches of one rule at one station, in Flink CEP's automaton. */
final class NfaProgress implements Progress {
  private final NfaAutomaton automaton;
  private NFAState state;
  private final Map<String, Map<Object, Object>> maps;

  /** All time-outs before this time (exclusive, as in Flink) have been processed. */
  private long advancedTo;

  /**
   * Whether a report came after that. Flink begins the step after a repeated one when the next
   * report comes: the wait in it may then be over already.
   */
  private boolean observed = true;

  private boolean draining;

  NfaProgress(
      NfaAutomaton automaton,
      NFAState state,
      Map<String, Map<Object, Object>> maps,
      long advancedTo) {
    this.automaton = automaton;
    this.state = state;
    this.maps = maps;
    this.advancedTo = advancedTo;
  }

  @Override
  @SuppressWarnings("try") // Closing an accessor writes caches to memory: nothing to interrupt.
  public void observe(Observation observation, MatchCollector findings) {
    long time = observation.timeMillis();
    int before = size();
    try (SharedBufferAccessor<Observation> accessor = automaton.open(maps)) {
      accessor.advanceTime(time);
      Collection<Map<String, List<Observation>>> matches =
          automaton.nfa.process(accessor, state, observation, time, automaton.strategy, () -> 0L);
      advancedTo = Math.max(advancedTo, time);
      observed = true;
      List<FoundMatch> results = new ArrayList<>();
      for (Map<String, List<Observation>> match : matches) {
        results.add(complete(match, time));
      }
      report(results, findings);
      dropOldest(accessor, findings);
      automaton.live.add(size() - before);
    } catch (Exception e) {
      throw new FlinkRuntimeException(e);
    }
  }

  /** A match that a skip strategy held back has the time of its last observation. */
  private FoundMatch complete(Map<String, List<Observation>> match, long now) {
    FoundMatch found = automaton.match(match, now, false);
    return new FoundMatch(0, found.steps(), automaton.certainTime(found, now), false);
  }

  @Override
  public void advance(long timeMillis, MatchCollector findings) {
    int before = size();
    long due = nextRunsOut();
    while (due != NEVER && due - 1 <= timeMillis) {
      advanceTo(due, findings);
      due = nextRunsOut();
    }
    int after = size();
    automaton.live.add(after - before);
    if (after < before && findings.matches().isEmpty()) {
      automaton.reportTimeout();
    }
  }

  @SuppressWarnings("try") // As above.
  private void advanceTo(long due, MatchCollector findings) {
    if (automaton.restarts()) {
      state.setNewPartialMatches(sorted(state.getPartialMatches()));
    }
    try (SharedBufferAccessor<Observation> accessor = automaton.open(maps)) {
      Tuple2<
              Collection<Map<String, List<Observation>>>,
              Collection<Tuple2<Map<String, List<Observation>>, Long>>>
          result = automaton.nfa.advanceTime(accessor, state, due, automaton.strategy);
      advancedTo = due;
      observed = false;
      List<FoundMatch> results = new ArrayList<>();
      for (Map<String, List<Observation>> match : result.f0) {
        results.add(complete(match, due - 1));
      }
      for (Tuple2<Map<String, List<Observation>>, Long> timedOut : result.f1) {
        results.add(automaton.match(timedOut.f0, due - 1, true));
      }
      report(results, findings);
    } catch (Exception e) {
      throw new FlinkRuntimeException(e);
    }
  }

  private void report(List<FoundMatch> results, MatchCollector findings) {
    if (results.isEmpty()) {
      return;
    }
    if (automaton.restarts()) {
      findings.add(EarliestMatch.of(results));
      reset();
    } else {
      results.forEach(findings::add);
    }
  }

  private void reset() {
    state = automaton.nfa.createInitialNFAState();
    maps.values().forEach(Map::clear);
    if (draining) {
      drain();
    }
  }

  private void dropOldest(SharedBufferAccessor<Observation> accessor, MatchCollector findings)
      throws Exception {
    Queue<ComputationState> partial = state.getPartialMatches();
    while (size() > automaton.limit()) {
      // Not by poll(): the start, which has begun nothing, is in there too.
      ComputationState oldest =
          partial.stream()
              .filter(one -> one.getStartEventID() != null)
              .min(NFAState.COMPUTATION_STATE_COMPARATOR)
              .orElse(null);
      if (oldest == null) {
        return;
      }
      partial.remove(oldest);
      accessor.releaseNode(oldest.getPreviousBufferEntry(), oldest.getVersion());
      findings.drop(0, 1);
    }
  }

  @Override
  public long nextCertain() {
    long due = nextRunsOut();
    return due == NEVER ? NEVER : due - 1;
  }

  private long nextRunsOut() {
    long next = NEVER;
    long window = automaton.nfa.getWindowTime();
    for (ComputationState partial : state.getPartialMatches()) {
      if (partial.getStartEventID() == null) {
        continue;
      }
      if (window > 0) {
        next = sooner(next, partial.getStartTimestamp() + window);
      }
      Long stepWindow = automaton.stepWindow(partial.getCurrentStateName());
      if (stepWindow != null) {
        next = sooner(next, partial.getPreviousTimestamp() + stepWindow);
      }
    }
    return next;
  }

  private long sooner(long next, long candidate) {
    if (candidate <= advancedTo) {
      return observed ? Math.min(next, advancedTo + 1) : next;
    }
    return Math.min(next, candidate);
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public void count(int sign) {
    automaton.live.add(sign * size());
  }

  private int size() {
    int begun = 0;
    for (ComputationState partial : state.getPartialMatches()) {
      begun += partial.getStartEventID() == null ? 0 : 1;
    }
    return begun + state.getCompletedMatches().size();
  }

  @Override
  public void drain() {
    draining = true;
    state.getPartialMatches().removeIf(partial -> partial.getStartEventID() == null);
  }

  @Override
  @SuppressWarnings("unchecked") // The serializer is the one of the map's own descriptor.
  public void write(ObservationTable.Writer observations, DataOutputView out) throws IOException {
    out.writeByte(NfaAutomaton.SHAPE);
    out.writeLong(advancedTo);
    out.writeBoolean(draining);
    automaton.shared.states.serialize(state, out);
    automaton.shared.references.writeTo(observations);
    out.writeByte(maps.size());
    for (Map.Entry<String, Map<Object, Object>> entry : maps.entrySet()) {
      out.writeUTF(entry.getKey());
      TypeSerializer<?> serializer = automaton.shared.store.serializers().get(entry.getKey());
      if (serializer == null) {
        throw new IllegalStateException("map %s has no serializer".formatted(entry.getKey()));
      }
      ((TypeSerializer<Map<Object, Object>>) serializer)
          .serialize(new HashMap<>(entry.getValue()), out);
    }
  }

  /** A queue that is filled in order also returns time-outs in the order of their starts. */
  private static PriorityQueue<ComputationState> sorted(Queue<ComputationState> partial) {
    List<ComputationState> states = new ArrayList<>(partial);
    states.sort(NFAState.COMPUTATION_STATE_COMPARATOR);
    PriorityQueue<ComputationState> sorted =
        new PriorityQueue<>(NFAState.COMPUTATION_STATE_COMPARATOR);
    sorted.addAll(states);
    return sorted;
  }
}

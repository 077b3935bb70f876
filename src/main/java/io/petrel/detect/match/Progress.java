package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.io.IOException;
import org.apache.flink.core.memory.DataOutputView;

/** The partial matches of an automaton at one station. Not thread-safe. */
public interface Progress {
  /** No match can complete without a further observation. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Processes the next observation. Call {@link #advance} up to the millisecond before it first.
   *
   * @param findings empty; receives the matches, of each rule the earliest start first
   */
  void observe(Observation observation, MatchCollector findings);

  /**
   * Advances event time: no further observation has a time up to and including {@code timeMillis}.
   *
   * @param findings empty; receives the matches that became certain, in order of time
   */
  void advance(long timeMillis, MatchCollector findings);

  /** The next time at which {@link #advance} may have an effect, or {@link #NEVER}. */
  long nextCertain();

  /** Whether there is no partial match, so that the caller may discard this. */
  boolean isEmpty();

  /** Adds {@code sign} times the number of partial matches to {@code CompiledRule.live}. */
  void count(int sign);

  /** Begins no match from now on. */
  void drain();

  /** Writes the format that {@link Automaton#read} reads. */
  void write(ObservationTable.Writer observations, DataOutputView out) throws IOException;
}

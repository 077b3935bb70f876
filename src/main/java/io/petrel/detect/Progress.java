package io.petrel.detect;

import io.petrel.weather.Observation;
import java.io.IOException;
import java.util.List;
import org.apache.flink.core.memory.DataOutputView;

/** What is in progress of one rule at one station. Not thread-safe. */
interface Progress {
  /** No time at which anything becomes certain without a further observation. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Takes the next observation. Everything that is certain before its time must have been taken by
   * {@link #advance} before.
   *
   * @param found receives the matches, earliest start first
   */
  void observe(Observation observation, List<FoundMatch> found);

  /**
   * Lets event time pass: no further observation will have a time up to and including {@code
   * timeMillis}.
   *
   * @param found receives what became certain, in order of time
   */
  void advance(long timeMillis, List<FoundMatch> found);

  /** The next time at which {@link #advance} may have something to do, or {@link #NEVER}. */
  long nextCertain();

  /** How many matches are in progress. */
  int size();

  /** How many were dropped since the last call because there were more than allowed. */
  int takeDropped();

  /** Begins nothing new from now on. */
  void drain();

  /** Writes it for {@link Automaton#read}. */
  void write(ObservationTable.Writer observations, DataOutputView out) throws IOException;
}

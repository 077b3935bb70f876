package io.petrel.detect.match;

import io.petrel.weather.Observation;
import java.io.IOException;
import org.apache.flink.core.memory.DataOutputView;

/** What is in progress at one station of the rules that an automaton runs. Not thread-safe. */
public interface Progress {
  /** No time at which anything becomes certain without a further observation. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Takes the next observation. Everything that is certain before its time must have been taken by
   * {@link #advance} before.
   *
   * @param findings empty; receives the matches, of each rule the earliest start first
   */
  void observe(Observation observation, MatchCollector findings);

  /**
   * Lets event time pass: no further observation will have a time up to and including {@code
   * timeMillis}.
   *
   * @param findings empty; receives what became certain, in order of time
   */
  void advance(long timeMillis, MatchCollector findings);

  /** The next time at which {@link #advance} may have something to do, or {@link #NEVER}. */
  long nextCertain();

  /** Whether nothing is in progress, so that it need not be kept. */
  boolean isEmpty();

  /** Adds what is in progress, times {@code sign}, to {@code CompiledRule.live}. */
  void count(int sign);

  /** Begins nothing new from now on. */
  void drain();

  /** Writes it for {@link Automaton#read}. */
  void write(ObservationTable.Writer observations, DataOutputView out) throws IOException;
}

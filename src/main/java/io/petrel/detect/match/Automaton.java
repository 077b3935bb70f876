package io.petrel.detect.match;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/**
 * The compiled pattern of a rule, or of several that begin alike. Holds nothing of any station;
 * shared by all stations of a subtask. Not thread-safe.
 */
public interface Automaton {
  /** Which matcher runs it. */
  MatcherKind kind();

  /** A station at which nothing is in progress. */
  Progress begin();

  /**
   * Goes on with what was in progress in the automaton whose place this one takes; null = nothing
   * of it goes on.
   *
   * @param epoch of {@code ActiveRuleSet} up to which the station knew the rules: those that are
   *     younger have nothing in progress there
   */
  @Nullable Progress adopt(Progress old, long epoch);

  /**
   * Reads what {@link Progress#write} wrote.
   *
   * @param epoch as in {@link #adopt}
   * @throws IOException if it was written by a matcher of another kind or shape
   */
  Progress read(ObservationTable.Reader observations, DataInputView in, long epoch)
      throws IOException;
}

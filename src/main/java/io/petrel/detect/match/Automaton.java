package io.petrel.detect.match;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.jspecify.annotations.Nullable;

/**
 * The compiled pattern of a rule, or of several that begin alike. Has no state of a station: all
 * stations of a subtask share it. Not thread-safe.
 */
public interface Automaton {
  MatcherKind kind();

  /** New progress without partial matches. */
  Progress begin();

  /**
   * Continues the partial matches of the automaton that this one replaces; null = none of them
   * continues.
   *
   * @param epoch of the {@code ActiveRuleSet} in which the station was last processed: younger
   *     rules have no partial matches there
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

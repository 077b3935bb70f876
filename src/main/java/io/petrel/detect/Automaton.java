package io.petrel.detect;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;

/**
 * A rule's pattern, compiled. Holds nothing of any station; shared by all stations of a subtask.
 * Not thread-safe.
 */
interface Automaton {
  /** Which matcher runs the rule. */
  MatcherKind kind();

  /** A station at which nothing of the rule is in progress. */
  Progress begin();

  /**
   * Reads what {@link Progress#write} wrote.
   *
   * @throws IOException if it was written by a matcher of another kind or shape
   */
  Progress read(ObservationTable.Reader observations, DataInputView in) throws IOException;
}

package io.petrel.incident;

import io.petrel.alert.Alert;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * What earlier runs have told, kept somewhere that outlives their state. Asked at a start that has
 * no state: without an answer, what they left open would stay open for ever.
 */
@FunctionalInterface
public interface OpenIncidentStore extends Serializable {
  /**
   * The newest record of each incident that was told and has not ended. Blocks until it is certain
   * that there are no others.
   *
   * @throws IOException if they cannot be had now; the job starts anew and asks again
   */
  List<Alert> open() throws IOException;
}

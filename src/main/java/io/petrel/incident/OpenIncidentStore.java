package io.petrel.incident;

import io.petrel.alert.Alert;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * The records of earlier runs, in a store that outlives their state. Read at a start without state;
 * otherwise the incidents that they left open would never end.
 */
@FunctionalInterface
public interface OpenIncidentStore extends Serializable {
  /**
   * The newest record of each published incident that has not ended. Blocks until the result is
   * complete.
   *
   * @throws IOException if they cannot be read now; the job restarts and tries again
   */
  List<Alert> open() throws IOException;
}

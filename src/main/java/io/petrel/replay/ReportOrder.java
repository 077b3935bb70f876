package io.petrel.replay;

import io.petrel.weather.Observation;
import io.petrel.wire.file.ObservationFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * In which order the reports of history are replayed.
 *
 * @param arrivalColumn column of the CSV with the time at which the report arrived; null = in the
 *     order of event time
 */
public record ReportOrder(@Nullable String arrivalColumn) implements Serializable {
  /** In the order of event time. */
  public static final ReportOrder EVENT_TIME = new ReportOrder(null);

  /** The schema's field with the time of arrival. */
  private static final String RECEIVED_AT = "received_at";

  /** In the order of arrival, by the schema's field. */
  public static final ReportOrder ARRIVAL = new ReportOrder(RECEIVED_AT);

  public boolean isByArrival() {
    return arrivalColumn != null;
  }

  /** The time by which reports are sorted. */
  public long millis(Observation observation) {
    return isByArrival() ? arrivalMillis(observation) : observation.timeMillis();
  }

  /** The same order, for files that were sorted. */
  ReportOrder ofSorted() {
    return isByArrival() ? ARRIVAL : this;
  }

  /** When the report arrived; at its own time, if nothing is known. */
  static long arrivalMillis(Observation observation) {
    long received = observation.receivedAtMillis();
    return received == 0 ? observation.timeMillis() : received;
  }

  /** Opens a file; that column of a CSV is read as the time of arrival. */
  ObservationFile open(Path file) throws IOException {
    return ObservationFile.open(file, arrivalColumn);
  }
}

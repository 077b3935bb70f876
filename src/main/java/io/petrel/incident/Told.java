package io.petrel.incident;

import io.petrel.alert.AlertReference;
import io.petrel.alert.Severity;
import java.util.List;

/**
 * What subscribers were told of an incident so far.
 *
 * @param records number of records; 0 = the incident was not told
 * @param lastMillis event time of the last record
 * @param severity severity in the last record
 * @param places number of stations in the last record
 * @param unexpired the records that a further one has to reference, oldest first; at most {@link
 *     #REFERENCES}, the newest
 */
record Told(
    int records, long lastMillis, Severity severity, int places, List<ToldRecord> unexpired) {
  static final int REFERENCES = 500;
  static final Told NOTHING = new Told(0, Long.MIN_VALUE, Severity.UNKNOWN, 0, List.of());

  /** A record that was sent and when it expires. */
  record ToldRecord(AlertReference reference, long expiresMillis) {}

  Told {
    unexpired =
        List.copyOf(
            unexpired.subList(Math.max(0, unexpired.size() - REFERENCES), unexpired.size()));
  }

  boolean isNothing() {
    return records == 0;
  }

  /** When the last record expires. */
  long expiresMillis() {
    return unexpired.isEmpty()
        ? Long.MIN_VALUE
        : unexpired.get(unexpired.size() - 1).expiresMillis();
  }
}

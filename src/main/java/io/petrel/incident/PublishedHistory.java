package io.petrel.incident;

import io.petrel.alert.AlertReference;
import io.petrel.alert.Severity;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The published records of an incident.
 *
 * @param records number of records; 0 = not published yet
 * @param lastMillis event time of the last record
 * @param severity severity in the last record
 * @param places number of stations in the last record
 * @param unexpired the records that the next one must reference, oldest first
 */
record PublishedHistory(
    int records, long lastMillis, Severity severity, int places, List<PublishedRecord> unexpired) {
  static final Codec<PublishedHistory> CODEC =
      Codec.of(
          "incident-told",
          1,
          PublishedHistory.class,
          PublishedHistory::write,
          PublishedHistory::read);

  private static void write(PublishedHistory published, DataOutput out) throws IOException {
    out.writeInt(published.records);
    out.writeLong(published.lastMillis);
    StateFields.writeEnum(published.severity, out);
    out.writeInt(published.places);
    StateFields.writeEach(
        published.unexpired,
        out,
        (record, to) -> {
          StateFields.writeValue(record.reference, AlertReference.CODEC, to);
          to.writeLong(record.expiresMillis);
        });
  }

  private static PublishedHistory read(int version, DataInput in) throws IOException {
    return new PublishedHistory(
        in.readInt(),
        in.readLong(),
        StateFields.readEnum(Severity.class, in),
        in.readInt(),
        StateFields.readEach(
            in,
            from ->
                new PublishedRecord(
                    StateFields.readValue(AlertReference.CODEC, from), from.readLong())));
  }

  /** With so many unexpired records, only urgent news is published. */
  static final int MOST_UNEXPIRED = 500;

  static final PublishedHistory NOTHING =
      new PublishedHistory(0, Long.MIN_VALUE, Severity.UNKNOWN, 0, List.of());

  /** A published record and its expiry. */
  record PublishedRecord(AlertReference reference, long expiresMillis) {}

  PublishedHistory {
    unexpired = List.copyOf(unexpired);
  }

  boolean isNothing() {
    return records == 0;
  }

  /** Whether at least {@link #MOST_UNEXPIRED} records are valid. */
  boolean isMuch(long timeMillis) {
    return unexpired.size() >= MOST_UNEXPIRED
        && unexpired.stream().filter(record -> record.expiresMillis() >= timeMillis).count()
            >= MOST_UNEXPIRED;
  }

  /** When the last record expires. */
  long expiresMillis() {
    return unexpired.isEmpty()
        ? Long.MIN_VALUE
        : unexpired.get(unexpired.size() - 1).expiresMillis();
  }
}

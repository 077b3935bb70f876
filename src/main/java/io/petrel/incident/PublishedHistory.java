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
 * What subscribers were told of an incident so far.
 *
 * @param records number of records; 0 = the incident was not told
 * @param lastMillis event time of the last record
 * @param severity severity in the last record
 * @param places number of stations in the last record
 * @param unexpired the records that a further one has to reference, oldest first
 */
record PublishedHistory(
    int records, long lastMillis, Severity severity, int places, List<ToldRecord> unexpired) {
  static final Codec<PublishedHistory> CODEC =
      Codec.of(
          "incident-told",
          1,
          PublishedHistory.class,
          PublishedHistory::write,
          PublishedHistory::read);

  private static void write(PublishedHistory told, DataOutput out) throws IOException {
    out.writeInt(told.records);
    out.writeLong(told.lastMillis);
    StateFields.writeEnum(told.severity, out);
    out.writeInt(told.places);
    StateFields.writeEach(
        told.unexpired,
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
                new ToldRecord(
                    StateFields.readValue(AlertReference.CODEC, from), from.readLong())));
  }

  /** Unexpired records beyond which only what is urgent is told, until older ones expire. */
  static final int MOST_UNEXPIRED = 500;

  static final PublishedHistory NOTHING =
      new PublishedHistory(0, Long.MIN_VALUE, Severity.UNKNOWN, 0, List.of());

  /** A record that was sent and when it expires. */
  record ToldRecord(AlertReference reference, long expiresMillis) {}

  PublishedHistory {
    unexpired = List.copyOf(unexpired);
  }

  boolean isNothing() {
    return records == 0;
  }

  /** Whether so many records are still valid that a further one must be worth it. */
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

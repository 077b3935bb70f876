package io.petrel.ingest;

import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.wire.RejectedRecord;
import io.petrel.wire.file.ObservationCsv;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/** History that can be read any number of times, always with the same result. */
public interface Recording extends Serializable {
  /** Opens it at its beginning. */
  Reader open() throws IOException;

  /**
   * The final event time, in milliseconds since 1970 UTC, if it is later than the last observation.
   * {@link Long#MIN_VALUE} = event time ends with the last observation.
   */
  default long endMillis() {
    return EventTime.UNKNOWN;
  }

  /**
   * How much older than a preceding one an observation can be, in milliseconds. Reads the whole
   * recording, unless an implementation knows.
   */
  default long disorderMillis() throws IOException {
    long youngest = EventTime.UNKNOWN;
    long disorder = 0;
    try (Reader reader = open()) {
      while (reader.hasNext()) {
        if (reader.next() instanceof Observed observed) {
          long time = observed.observation().timeMillis();
          youngest = Math.max(youngest, time);
          disorder = Math.max(disorder, youngest - time);
        }
      }
    }
    return disorder;
  }

  /** A copy with another {@link #endMillis}. */
  default Recording until(long endMillis) {
    return new RunningOn(this, endMillis);
  }

  /** One reading. Not thread-safe. */
  interface Reader extends Iterator<Item>, Closeable {}

  sealed interface Item {}

  record Observed(Observation observation) implements Item {}

  /** A row that is not a valid observation; the topic names the file, the offset is the line. */
  record Unusable(RejectedRecord record) implements Item {}

  /** A CSV file, compressed if its name ends in {@code .gz}. */
  static Recording csv(Path file) {
    String path = file.toString();
    return () -> new CsvReader(path, ObservationCsv.open(Path.of(path)));
  }

  /** Observations in memory. */
  static Recording of(List<Observation> observations) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      StateFields.writeList(observations, ObservationCodec.INSTANCE, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] written = bytes.toByteArray();
    return () ->
        new ListReader(
            StateFields.readList(
                    ObservationCodec.INSTANCE,
                    new DataInputStream(new ByteArrayInputStream(written)))
                .iterator());
  }

  record RunningOn(Recording history, @Override long endMillis) implements Recording {
    @Override
    public Reader open() throws IOException {
      return history.open();
    }

    @Override
    public long disorderMillis() throws IOException {
      return history.disorderMillis();
    }
  }

  record ListReader(Iterator<Observation> observations) implements Reader {
    @Override
    public boolean hasNext() {
      return observations.hasNext();
    }

    @Override
    public Item next() {
      return new Observed(observations.next());
    }

    @Override
    public void close() {}
  }

  record CsvReader(String name, ObservationCsv csv) implements Reader {
    @Override
    public boolean hasNext() {
      return csv.hasNext();
    }

    @Override
    @SuppressWarnings("NullAway") // NullAway ignores @Nullable on an array component of a record.
    public Item next() {
      ObservationCsv.Row row = csv.next();
      if (row instanceof ObservationCsv.Good good) {
        return new Observed(good.observation());
      }
      ObservationCsv.Bad bad = (ObservationCsv.Bad) row;
      return new Unusable(
          new RejectedRecord(
              bad.reason(), bad.text(), name, 0, bad.line(), -1, null, null, List.of()));
    }

    @Override
    public void close() throws IOException {
      csv.close();
    }
  }
}

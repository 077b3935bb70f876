package io.petrel.wire.file;

import io.petrel.weather.Observation;
import io.petrel.wire.Decoded;
import io.petrel.wire.ObservationChecks;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.ObservationDatum;
import io.petrel.wire.avro.SchemaCatalog;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.io.DatumReader;
import org.jspecify.annotations.Nullable;

/**
 * A file of observations, row by row: CSV, CSV in gzip (a name that ends in {@code .gz}), or an
 * Avro container file, recognized by its first bytes.
 *
 * <p>Not thread-safe. Reading an unreadable file ends in {@link UncheckedIOException}.
 */
public final class ObservationFile implements Iterator<ObservationCsv.Row>, Closeable {
  private final Iterator<ObservationCsv.Row> rows;
  private final Closeable source;
  private final List<String> ignoredColumns;

  private ObservationFile(
      Iterator<ObservationCsv.Row> rows, Closeable source, List<String> ignoredColumns) {
    this.rows = rows;
    this.source = source;
    this.ignoredColumns = List.copyOf(ignoredColumns);
  }

  /**
   * Opens a file.
   *
   * @throws IOException with the fault, if the file cannot be read or is not of a known format
   */
  public static ObservationFile open(Path file) throws IOException {
    return open(file, null);
  }

  /**
   * Opens a file.
   *
   * @param receivedAt column of a CSV that is read as {@code received_at}; null = the one of that
   *     name. An Avro container has no other
   * @throws IOException with the fault, if the file cannot be read, is not of a known format, or
   *     has no such column
   */
  public static ObservationFile open(Path file, @Nullable String receivedAt) throws IOException {
    if (isAvro(file)) {
      if (receivedAt != null && !receivedAt.equals("received_at")) {
        throw new IOException(
            "%s is an Avro container: its time of arrival is in received_at, not in '%s'"
                .formatted(file, receivedAt));
      }
      DataFileReader<Observation> records = new DataFileReader<>(file.toFile(), anyWriter());
      return new ObservationFile(new AvroRows(records, file), records, List.of());
    }
    ObservationCsv csv = ObservationCsv.open(file, receivedAt);
    return new ObservationFile(csv, csv, csv.ignoredColumns());
  }

  /** Columns of a CSV that are not schema fields; their values are ignored. */
  public List<String> ignoredColumns() {
    return ignoredColumns;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public ObservationCsv.Row next() {
    return rows.next();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }

  private static boolean isAvro(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Arrays.equals(in.readNBytes(DataFileConstants.MAGIC.length), DataFileConstants.MAGIC);
    }
  }

  /** Avro passes it the writer's schema of the file before the first record. */
  private static DatumReader<Observation> anyWriter() throws IOException {
    var schema = SchemaCatalog.of(ObservationAvro.SCHEMA_FILE, List.of()).reader();
    return new ObservationDatum(schema, schema);
  }

  /** A container's records; the "line" of a row is the record's number, from 1. */
  private static final class AvroRows implements Iterator<ObservationCsv.Row> {
    private final DataFileReader<Observation> records;
    private final Path file;
    private long number;

    AvroRows(DataFileReader<Observation> records, Path file) {
      this.records = records;
      this.file = file;
    }

    @Override
    public boolean hasNext() {
      try {
        boolean more = records.hasNext();
        if (!more && records.previousSync() != Files.size(file)) {
          // Avro treats a truncated file as the end of the records.
          throw broken(new AvroRuntimeException("the file ends in the middle of a block"));
        }
        return more;
      } catch (AvroRuntimeException e) {
        throw broken(e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public ObservationCsv.Row next() {
      Observation observation;
      try {
        observation = records.next();
      } catch (AvroRuntimeException e) {
        throw broken(e);
      }
      number++;
      Decoded.Rejected<Observation> fault = ObservationChecks.fault(observation);
      return fault == null
          ? new ObservationCsv.Good(number, observation)
          : new ObservationCsv.Bad(number, fault.reason(), fault.text());
    }

    private UncheckedIOException broken(AvroRuntimeException e) {
      String why =
          "%s: reading stopped after record %d: %s".formatted(file, number, e.getMessage());
      return new UncheckedIOException(why, new IOException(why, e));
    }
  }
}

package io.petrel.wire;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes observations to a stream that {@link ObservationFile} reads back. Not thread-safe; {@link
 * #close} closes the stream.
 */
public interface ObservationFileWriter extends Closeable {
  void write(Observation observation) throws IOException;

  /** Writes without {@code extra} in CSV; see {@link #to(OutputStream, String, List)}. */
  static ObservationFileWriter to(OutputStream out, String fileName) throws IOException {
    return to(out, fileName, List.of());
  }

  /**
   * Writes in the kind that the file's name asks for: {@code .avro} is an Avro container, {@code
   * .gz} is CSV in gzip, anything else is CSV.
   *
   * @param extras names of the extra values that get a column in CSV; Avro has all
   */
  static ObservationFileWriter to(OutputStream out, String fileName, List<String> extras)
      throws IOException {
    if (fileName.endsWith(".avro")) {
      return avro(out, 6);
    }
    return csv(fileName.endsWith(".gz") ? new GZIPOutputStream(out, 1 << 16) : out, extras);
  }

  /** Writes an Avro container that is read once or twice and thrown away: fast before small. */
  static ObservationFileWriter scratch(OutputStream out) throws IOException {
    return avro(out, 1);
  }

  private static ObservationFileWriter avro(OutputStream out, int effort) throws IOException {
    Schema schema = SchemaCatalog.of(ObservationAvro.SCHEMA_FILE, List.of()).reader();
    DataFileWriter<Observation> file = new DataFileWriter<>(new ObservationDatum(schema, schema));
    file.setCodec(CodecFactory.deflateCodec(effort));
    file.create(schema, out);
    return new ObservationFileWriter() {
      @Override
      public void write(Observation observation) throws IOException {
        file.append(observation);
      }

      @Override
      public void close() throws IOException {
        file.close();
      }
    };
  }

  private static ObservationFileWriter csv(OutputStream out, List<String> extras)
      throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    List<String> names = new ArrayList<>(List.of("station_id", "time", "received_at", "revision"));
    names.addAll(List.of("region", "station_name", "quality"));
    Variables.all().forEach(variable -> names.add(variable.name()));
    extras.forEach(extra -> names.add(quoted("extra." + extra)));
    writer.write(String.join(",", names) + "\n");
    return new ObservationFileWriter() {
      @Override
      public void write(Observation observation) throws IOException {
        writer.write(row(observation, extras));
      }

      @Override
      public void close() throws IOException {
        writer.close();
      }
    };
  }

  private static String row(Observation observation, List<String> extras) {
    StringBuilder row = new StringBuilder();
    row.append(quoted(observation.stationId())).append(',').append(observation.time()).append(',');
    if (observation.receivedAtMillis() > 0) {
      row.append(Instant.ofEpochMilli(observation.receivedAtMillis()));
    }
    row.append(',').append(observation.revision() == 0 ? "" : observation.revision());
    row.append(',').append(quoted(observation.region()));
    row.append(',').append(quoted(observation.stationName()));
    boolean unchecked = observation.quality() == Quality.UNCHECKED;
    row.append(',').append(unchecked ? "" : observation.quality().name());
    for (int i = 0; i < Variables.count(); i++) {
      row.append(',').append(number(observation.value(i)));
    }
    for (String extra : extras) {
      row.append(',').append(number(observation.extra(extra)));
    }
    return row.append('\n').toString();
  }

  /** The shortest text that reads back as the same number; empty when missing. */
  private static String number(double value) {
    return Double.isNaN(value)
        ? ""
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  private static String quoted(@Nullable String text) {
    if (text == null) {
      return "";
    }
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}

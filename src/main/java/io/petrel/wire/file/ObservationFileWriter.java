package io.petrel.wire.file;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.ObservationField.Kind;
import io.petrel.weather.Quality;
import io.petrel.wire.avro.ObservationAvro;
import io.petrel.wire.avro.ObservationDatum;
import io.petrel.wire.avro.SchemaCatalog;
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
import java.util.StringJoiner;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the formats that {@link ObservationFile} reads. Not thread-safe; {@link #close} closes the
 * stream.
 */
public interface ObservationFileWriter extends Closeable {
  void write(Observation observation) throws IOException;

  /** Writes without {@code extra} in CSV; see {@link #to(OutputStream, String, List)}. */
  static ObservationFileWriter to(OutputStream out, String fileName) throws IOException {
    return to(out, fileName, List.of());
  }

  /**
   * Writes the format of the file's name: {@code .avro} is an Avro container, {@code .gz} is CSV in
   * gzip, anything else is CSV.
   *
   * @param extras names of the extra values that get a column in CSV; Avro writes all
   */
  static ObservationFileWriter to(OutputStream out, String fileName, List<String> extras)
      throws IOException {
    if (fileName.endsWith(".avro")) {
      return avro(out, 6);
    }
    return csv(fileName.endsWith(".gz") ? new GZIPOutputStream(out, 1 << 16) : out, extras);
  }

  /** Writes a temporary Avro container: prefers speed to size. */
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
    List<String> names = new ArrayList<>();
    for (ObservationField field : ObservationField.all()) {
      if (field.kind() != Kind.MAP) {
        names.add(field.name());
      }
    }
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
    StringJoiner row = new StringJoiner(",", "", "\n");
    for (ObservationField field : ObservationField.all()) {
      if (field.kind() != Kind.MAP) {
        row.add(cell(observation, field));
      }
    }
    for (String extra : extras) {
      row.add(number(observation.extra(extra)));
    }
    return row.toString();
  }

  private static String cell(Observation observation, ObservationField field) {
    return switch (field.kind()) {
      case TEXT -> quoted(observation.text(field.index()));
      case TIME -> {
        long millis = observation.millis(field.index());
        yield millis > 0 || field.isRequired() ? Instant.ofEpochMilli(millis).toString() : "";
      }
      case INTEGER -> observation.revision() == 0 ? "" : String.valueOf(observation.revision());
      case ENUM -> observation.quality() == Quality.UNCHECKED ? "" : observation.quality().name();
      case NUMBER -> number(observation.value(field.index()));
      case MAP -> throw new IllegalArgumentException(field.name() + " has a column for each name");
    };
  }

  /** The shortest text of the same number; empty when missing. */
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

package io.petrel.wire.avro;

import io.petrel.weather.Observation;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.ResolvingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Converts between Avro's binary form and {@link Observation}, without generic records. Reads a
 * writer with the current schema directly, any other with Avro's schema resolution. Not
 * thread-safe.
 */
public final class ObservationDatum
    implements DatumReader<Observation>,
        DatumWriter<Observation>,
        SingleObjectReader.DatumSource<Observation> {
  private final Schema reader;
  private final Schema.Field[] schemaFields;
  private final ObservationField[] fields;
  private final Quality[] qualities;
  private @Nullable ResolvingDecoder resolver;

  /**
   * For reading the values of one writer.
   *
   * @throws org.apache.avro.AvroTypeException if the schemas do not resolve
   */
  public ObservationDatum(Schema writer, Schema reader) throws IOException {
    this.reader = reader;
    this.schemaFields = reader.getFields().toArray(Schema.Field[]::new);
    this.fields =
        Arrays.stream(schemaFields)
            .map(field -> ObservationField.named(field.name()))
            .toArray(ObservationField[]::new);
    this.qualities =
        reader.getField("quality").schema().getEnumSymbols().stream()
            .map(Quality::valueOf)
            .toArray(Quality[]::new);
    setSchema(writer);
  }

  @Override
  public void setSchema(Schema writer) {
    if (writer.equals(reader)) {
      resolver = null;
      return;
    }
    try {
      resolver = DecoderFactory.get().resolvingDecoder(writer, reader, null);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public Observation read(@Nullable Observation reuse, Decoder in) throws IOException {
    return read(in);
  }

  @Override
  public Observation read(Decoder in) throws IOException {
    ResolvingDecoder resolving = resolver;
    if (resolving == null) {
      return readPart(in);
    }
    resolving.configure(in);
    Observation observation = readPart(resolving);
    resolving.drain();
    return observation;
  }

  /** Reads an observation inside a larger value, with or without schema resolution. */
  Observation readPart(Decoder in) throws IOException {
    Observation.Builder builder = Observation.builder();
    if (in instanceof ResolvingDecoder resolving) {
      for (Schema.Field field : resolving.readFieldOrder()) {
        readField(fields[field.pos()], builder, resolving);
      }
    } else {
      for (ObservationField field : fields) {
        readField(field, builder, in);
      }
    }
    return builder.build();
  }

  /** Null leaves the builder's default. */
  private void readField(ObservationField field, Observation.Builder builder, Decoder in)
      throws IOException {
    switch (field.kind()) {
      case NUMBER -> {
        if (!isNull(in)) {
          builder.set(field.index(), in.readDouble());
        }
      }
      case TEXT -> {
        if (field.isRequired() || !isNull(in)) {
          builder.text(field.index(), in.readString());
        }
      }
      case TIME -> {
        if (field.isRequired() || !isNull(in)) {
          builder.millis(field.index(), in.readLong());
        }
      }
      case INTEGER -> builder.revision(in.readInt());
      case ENUM -> builder.quality(qualities[in.readEnum()]);
      case MAP -> readExtra(builder, in);
    }
  }

  /** Whether a value of a union with null is null; then reads it. */
  static boolean isNull(Decoder in) throws IOException {
    int branch = in.readIndex();
    if (branch == 0) {
      in.readNull();
      return true;
    }
    if (branch != 1) {
      throw new IOException("branch %d of a union of two".formatted(branch));
    }
    return false;
  }

  private static void readExtra(Observation.Builder builder, Decoder in) throws IOException {
    for (long items = in.readMapStart(); items > 0; items = in.mapNext()) {
      for (long i = 0; i < items; i++) {
        String name = in.readString();
        double value = in.readDouble();
        if (!Double.isNaN(value)) {
          builder.extra(name, value);
        }
      }
    }
  }

  @Override
  public void write(Observation observation, Encoder out) throws IOException {
    for (ObservationField field : fields) {
      writeField(field, observation, out);
    }
  }

  private void writeField(ObservationField field, Observation observation, Encoder out)
      throws IOException {
    switch (field.kind()) {
      case TEXT -> {
        String text = observation.text(field.index());
        writeIndex(field, text != null, out);
        if (text != null) {
          out.writeString(text);
        }
      }
      case TIME -> {
        long millis = observation.millis(field.index());
        if (writeIndex(field, millis != 0, out)) {
          out.writeLong(millis);
        }
      }
      case INTEGER -> out.writeInt(observation.revision());
      case ENUM -> out.writeEnum(Arrays.asList(qualities).indexOf(observation.quality()));
      case NUMBER -> {
        double value = observation.value(field.index());
        if (writeIndex(field, !Double.isNaN(value), out)) {
          out.writeDouble(value);
        }
      }
      case MAP -> writeExtra(observation.extra(), out);
    }
  }

  private static boolean writeIndex(ObservationField field, boolean isPresent, Encoder out)
      throws IOException {
    if (!field.isRequired()) {
      out.writeIndex(isPresent ? 1 : 0);
      return isPresent;
    }
    return true;
  }

  private static void writeExtra(Map<String, Double> extra, Encoder out) throws IOException {
    out.writeMapStart();
    out.setItemCount(extra.size());
    // In the order of names, so that equal observations give equal bytes.
    for (Map.Entry<String, Double> entry : new TreeMap<>(extra).entrySet()) {
      out.startItem();
      out.writeString(entry.getKey());
      out.writeDouble(entry.getValue());
    }
    out.writeMapEnd();
  }
}

package io.petrel.wire;

import io.petrel.weather.Observation;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
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
 * Moves observations between Avro's binary form and {@link Observation}, without a generic record
 * between them. A writer with the current schema is read straight; any other through Avro's schema
 * resolution, in the same fields.
 *
 * <p>Not thread-safe.
 */
final class ObservationDatum
    implements DatumReader<Observation>,
        DatumWriter<Observation>,
        SingleObjectReader.DatumSource<Observation> {
  /** What a field of the reader's schema is. A variable has its index, 0 and up. */
  private static final int STATION_ID = -1;

  private static final int TIME = -2;
  private static final int RECEIVED_AT = -3;
  private static final int REVISION = -4;
  private static final int REGION = -5;
  private static final int STATION_NAME = -6;
  private static final int QUALITY = -7;
  private static final int EXTRA = -8;
  private static final Map<String, Integer> FIELDS =
      Map.of(
          "station_id", STATION_ID,
          "time", TIME,
          "received_at", RECEIVED_AT,
          "revision", REVISION,
          "region", REGION,
          "station_name", STATION_NAME,
          "quality", QUALITY,
          "extra", EXTRA);

  private final Schema reader;
  private final Schema.Field[] fields;
  private final int[] kinds;
  private final Quality[] qualities;
  private @Nullable ResolvingDecoder resolver;

  // The observation being read.
  private String stationId = "";
  private long time;
  private long receivedAt;
  private int revision;
  private @Nullable String region;
  private @Nullable String stationName;
  private Quality quality = Quality.UNCHECKED;
  private final double[] values = new double[Variables.count()];
  private final Map<String, Double> extra = new TreeMap<>();

  /**
   * Reads what one writer wrote.
   *
   * @throws org.apache.avro.AvroTypeException if the schemas do not resolve
   */
  ObservationDatum(Schema writer, Schema reader) throws IOException {
    this.reader = reader;
    this.fields = reader.getFields().toArray(Schema.Field[]::new);
    this.kinds = Arrays.stream(fields).mapToInt(ObservationDatum::kind).toArray();
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
    clear();
    ResolvingDecoder resolving = resolver;
    if (resolving == null) {
      for (int i = 0; i < fields.length; i++) {
        readField(i, in);
      }
    } else {
      resolving.configure(in);
      for (Schema.Field field : resolving.readFieldOrder()) {
        readField(field.pos(), resolving);
      }
      resolving.drain();
    }
    return build();
  }

  private void clear() {
    receivedAt = 0;
    revision = 0;
    region = null;
    stationName = null;
    quality = Quality.UNCHECKED;
    Arrays.fill(values, Double.NaN);
    extra.clear();
  }

  private void readField(int field, Decoder in) throws IOException {
    int kind = kinds[field];
    switch (kind) {
      case STATION_ID -> stationId = in.readString();
      case TIME -> time = in.readLong();
      case RECEIVED_AT -> receivedAt = isNull(in) ? 0 : in.readLong();
      case REVISION -> revision = in.readInt();
      case REGION -> region = isNull(in) ? null : in.readString();
      case STATION_NAME -> stationName = isNull(in) ? null : in.readString();
      case QUALITY -> quality = qualities[in.readEnum()];
      case EXTRA -> readExtra(in);
      default -> values[kind] = isNull(in) ? Double.NaN : in.readDouble();
    }
  }

  private static boolean isNull(Decoder in) throws IOException {
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

  private void readExtra(Decoder in) throws IOException {
    for (long items = in.readMapStart(); items > 0; items = in.mapNext()) {
      for (long i = 0; i < items; i++) {
        String name = in.readString();
        double value = in.readDouble();
        if (!Double.isNaN(value)) {
          extra.put(name, value);
        }
      }
    }
  }

  private Observation build() {
    Observation.Builder builder =
        Observation.at(stationId, time)
            .receivedAtMillis(receivedAt)
            .revision(revision)
            .region(region)
            .stationName(stationName)
            .quality(quality);
    for (int i = 0; i < values.length; i++) {
      builder.set(Variables.at(i), values[i]);
    }
    extra.forEach(builder::extra);
    return builder.build();
  }

  @Override
  public void write(Observation observation, Encoder out) throws IOException {
    for (int kind : kinds) {
      writeField(kind, observation, out);
    }
  }

  private void writeField(int kind, Observation observation, Encoder out) throws IOException {
    switch (kind) {
      case STATION_ID -> out.writeString(observation.stationId());
      case TIME -> out.writeLong(observation.timeMillis());
      case RECEIVED_AT -> {
        if (writeIndex(observation.receivedAtMillis() != 0, out)) {
          out.writeLong(observation.receivedAtMillis());
        }
      }
      case REVISION -> out.writeInt(observation.revision());
      case REGION -> writeText(observation.region(), out);
      case STATION_NAME -> writeText(observation.stationName(), out);
      case QUALITY -> out.writeEnum(Arrays.asList(qualities).indexOf(observation.quality()));
      case EXTRA -> writeExtra(observation.extra(), out);
      default -> {
        double value = observation.value(kind);
        if (writeIndex(!Double.isNaN(value), out)) {
          out.writeDouble(value);
        }
      }
    }
  }

  private static boolean writeIndex(boolean present, Encoder out) throws IOException {
    out.writeIndex(present ? 1 : 0);
    return present;
  }

  private static void writeText(@Nullable String text, Encoder out) throws IOException {
    out.writeIndex(text == null ? 0 : 1);
    if (text != null) {
      out.writeString(text);
    }
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

  private static int kind(Schema.Field field) {
    Integer kind = FIELDS.get(field.name());
    return kind == null ? Variables.named(field.name()).index() : kind;
  }
}

package io.petrel.wire.avro;

import io.petrel.alert.Alert;
import io.petrel.alert.RecordShape;
import io.petrel.alert.RecordShape.Kind;
import io.petrel.alert.RecordShape.Part;
import io.petrel.weather.Observation;
import io.petrel.weather.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.ResolvingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Converts between Avro's binary form and {@link Alert}. Writes maps in the order of their keys, so
 * equal alerts give equal bytes. Not thread-safe.
 */
final class AlertDatum implements DatumWriter<Alert>, SingleObjectReader.DatumSource<Alert> {
  private final ObservationDatum observations;
  private final @Nullable ResolvingDecoder resolver;

  /**
   * For reading the values of one writer, and for writing with the current schema.
   *
   * @throws org.apache.avro.AvroTypeException if the schemas do not resolve
   */
  AlertDatum(Schema writer, Schema reader) throws IOException {
    Schema observation = reader.getField("context").schema().getElementType();
    this.observations = new ObservationDatum(observation, observation);
    this.resolver =
        writer.equals(reader) ? null : DecoderFactory.get().resolvingDecoder(writer, reader, null);
  }

  @Override
  public void setSchema(Schema ignored) {
    // Always written with the current schema.
  }

  @Override
  public void write(Alert alert, Encoder out) throws IOException {
    write(alert, RecordShape.ALERT, out);
  }

  private void write(Object record, RecordShape shape, Encoder out) throws IOException {
    for (Part part : shape.parts()) {
      write(part, part.of(record), out);
    }
  }

  private void write(Part part, @Nullable Object value, Encoder out) throws IOException {
    if (part.isNullable()) {
      out.writeIndex(value == null ? 0 : 1);
    }
    if (value == null) {
      return;
    }
    switch (part.kind()) {
      case TEXT -> out.writeString((String) value);
      case TIME, LONG -> out.writeLong((long) value);
      case INT -> out.writeInt((int) value);
      case FLAG -> out.writeBoolean((boolean) value);
      case NUMBER -> out.writeDouble((double) value);
      case UNIT -> out.writeString(((Unit) value).code());
      case ENUM -> out.writeEnum(part.constants().indexOf(value));
      case TEXTS -> writeTexts((Map<?, ?>) value, out);
      case RECORD -> write(value, part.shape(), out);
      case RECORDS, OBSERVATIONS -> {
        List<?> items = (List<?>) value;
        out.writeArrayStart();
        out.setItemCount(items.size());
        for (Object item : items) {
          out.startItem();
          if (part.kind() == Kind.RECORDS) {
            write(item, part.shape(), out);
          } else {
            observations.write((Observation) item, out);
          }
        }
        out.writeArrayEnd();
      }
    }
  }

  private static void writeTexts(Map<?, ?> texts, Encoder out) throws IOException {
    out.writeMapStart();
    out.setItemCount(texts.size());
    for (Map.Entry<?, ?> entry : new TreeMap<>(texts).entrySet()) {
      out.startItem();
      out.writeString((String) entry.getKey());
      out.writeString((String) entry.getValue());
    }
    out.writeMapEnd();
  }

  @Override
  public Alert read(Decoder in) throws IOException {
    if (resolver == null) {
      return (Alert) read(RecordShape.ALERT, in);
    }
    resolver.configure(in);
    Alert alert = (Alert) read(RecordShape.ALERT, resolver);
    resolver.drain();
    return alert;
  }

  private Object read(RecordShape shape, Decoder in) throws IOException {
    @Nullable Object[] values = new Object[shape.parts().size()];
    if (in instanceof ResolvingDecoder resolving) {
      for (Schema.Field field : resolving.readFieldOrder()) {
        values[field.pos()] = read(shape.parts().get(field.pos()), in);
      }
    } else {
      for (Part part : shape.parts()) {
        values[part.position()] = read(part, in);
      }
    }
    return shape.make(values);
  }

  private @Nullable Object read(Part part, Decoder in) throws IOException {
    if (part.isNullable() && ObservationDatum.isNull(in)) {
      return null;
    }
    return switch (part.kind()) {
      case TEXT -> in.readString();
      case TIME, LONG -> in.readLong();
      case INT -> in.readInt();
      case FLAG -> in.readBoolean();
      case NUMBER -> in.readDouble();
      case UNIT -> Unit.ofCode(in.readString());
      case ENUM -> part.constants().get(in.readEnum());
      case TEXTS -> readTexts(in);
      case RECORD -> read(part.shape(), in);
      case RECORDS, OBSERVATIONS -> {
        List<Object> items = new ArrayList<>();
        for (long count = in.readArrayStart(); count > 0; count = in.arrayNext()) {
          for (long i = 0; i < count; i++) {
            items.add(
                part.kind() == Kind.RECORDS ? read(part.shape(), in) : observations.readPart(in));
          }
        }
        yield items;
      }
    };
  }

  private static Map<String, String> readTexts(Decoder in) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
      for (long i = 0; i < count; i++) {
        String name = in.readString();
        texts.put(name, in.readString());
      }
    }
    return texts;
  }
}

package io.petrel.alert;

import io.petrel.alert.RecordShape.Part;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.weather.Unit;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * State and network format of an {@link Alert} between the operators of a job: for each record the
 * number of its fields, and their values in the order of the schema. A field that is added at the
 * end does not change the version: in older bytes it is missing. Equal records give equal bytes. On
 * topics an alert is Avro.
 */
public final class AlertCodec implements Codec<Alert> {
  public static final AlertCodec INSTANCE = new AlertCodec();
  private static final long serialVersionUID = 1;

  private AlertCodec() {}

  @Override
  public String id() {
    return "alert";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Alert> type() {
    return Alert.class;
  }

  @Override
  public void write(Alert alert, DataOutput out) throws IOException {
    write(alert, RecordShape.ALERT, out);
  }

  @Override
  public Alert read(int version, DataInput in) throws IOException {
    return (Alert) read(RecordShape.ALERT, in);
  }

  private static void write(Object record, RecordShape shape, DataOutput out) throws IOException {
    out.writeByte(shape.parts().size());
    for (Part part : shape.parts()) {
      write(part, part.of(record), out);
    }
  }

  @SuppressWarnings("unchecked") // A part's kind determines the type of its values.
  private static void write(Part part, @Nullable Object value, DataOutput out) throws IOException {
    if (part.isNullable()) {
      out.writeBoolean(value != null);
    }
    if (value == null) {
      return;
    }
    switch (part.kind()) {
      case TEXT -> StateFields.writeString((String) value, out);
      case TIME, LONG -> out.writeLong((long) value);
      case INT -> out.writeInt((int) value);
      case FLAG -> out.writeBoolean((boolean) value);
      case NUMBER -> out.writeDouble((double) value);
      case UNIT -> StateFields.writeString(((Unit) value).code(), out);
      case ENUM -> out.writeByte(part.constants().indexOf(value));
      case TEXTS -> StateFields.writeStrings((Map<String, String>) value, out);
      case RECORD -> write(value, part.shape(), out);
      case RECORDS -> {
        List<?> records = (List<?>) value;
        out.writeInt(records.size());
        for (Object record : records) {
          write(record, part.shape(), out);
        }
      }
      case OBSERVATIONS ->
          StateFields.writeList((List<Observation>) value, ObservationCodec.INSTANCE, out);
    }
  }

  private static Object read(RecordShape shape, DataInput in) throws IOException {
    int written = in.readUnsignedByte();
    if (written > shape.parts().size()) {
      throw new IOException(
          "%s has %d fields, this release knows %d: a later release wrote it"
              .formatted(shape.avro().getName(), written, shape.parts().size()));
    }
    @Nullable Object[] values = new Object[shape.parts().size()];
    for (Part part : shape.parts().subList(0, written)) {
      boolean isThere = !part.isNullable() || in.readBoolean();
      values[part.position()] = isThere ? read(part, in) : null;
    }
    return shape.make(values);
  }

  private static Object read(Part part, DataInput in) throws IOException {
    return switch (part.kind()) {
      case TEXT -> StateFields.readString(in);
      case TIME, LONG -> in.readLong();
      case INT -> in.readInt();
      case FLAG -> in.readBoolean();
      case NUMBER -> in.readDouble();
      case UNIT -> Unit.ofCode(StateFields.readString(in));
      case ENUM -> part.constants().get(in.readUnsignedByte());
      case TEXTS -> StateFields.readStrings(in);
      case RECORD -> read(part.shape(), in);
      case RECORDS -> {
        int size = in.readInt();
        List<Object> records = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
          records.add(read(part.shape(), in));
        }
        yield records;
      }
      case OBSERVATIONS -> StateFields.readList(ObservationCodec.INSTANCE, in);
    };
  }
}

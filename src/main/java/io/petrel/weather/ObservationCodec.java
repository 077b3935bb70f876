package io.petrel.weather;

import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * State and network format of an observation: for texts and for numbers a mask of the present ones,
 * by index, and their values. A new field does not change the version.
 */
public final class ObservationCodec implements Codec<Observation> {
  public static final ObservationCodec INSTANCE = new ObservationCodec();
  private static final long serialVersionUID = 1;

  private static final int TEXTS = ObservationField.all(ObservationField.Kind.TEXT).size();
  private static final int NUMBERS = Variables.count();

  private ObservationCodec() {}

  @Override
  public String id() {
    return "observation";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Class<Observation> type() {
    return Observation.class;
  }

  @Override
  public void write(Observation observation, DataOutput out) throws IOException {
    out.writeLong(observation.timeMillis());
    out.writeLong(observation.receivedAtMillis());
    out.writeInt(observation.revision());
    out.writeByte(observation.quality().code());
    int texts = 0;
    for (int i = 0; i < TEXTS; i++) {
      texts |= observation.text(i) == null ? 0 : 1 << i;
    }
    out.writeInt(texts);
    for (int i = 0; i < TEXTS; i++) {
      String text = observation.text(i);
      if (text != null) {
        StateFields.writeString(text, out);
      }
    }
    long numbers = 0;
    for (int i = 0; i < NUMBERS; i++) {
      numbers |= Double.isNaN(observation.value(i)) ? 0 : 1L << i;
    }
    out.writeLong(numbers);
    for (int i = 0; i < NUMBERS; i++) {
      if ((numbers & 1L << i) != 0) {
        out.writeDouble(observation.value(i));
      }
    }
    Map<String, Double> extra = observation.extra();
    out.writeInt(extra.size());
    if (!extra.isEmpty()) { // Rare, and this runs for each point of each chart.
      for (Map.Entry<String, Double> entry : new TreeMap<>(extra).entrySet()) {
        StateFields.writeString(entry.getKey(), out);
        out.writeDouble(entry.getValue());
      }
    }
  }

  @Override
  public Observation read(int version, DataInput in) throws IOException {
    Observation.Builder builder =
        Observation.builder()
            .millis(ObservationField.TIME.index(), in.readLong())
            .receivedAtMillis(in.readLong())
            .revision(in.readInt())
            .quality(Quality.ofCode(in.readByte()));
    int texts = in.readInt();
    check(texts & 0xFFFFFFFFL, TEXTS);
    for (int i = 0; texts != 0; i++, texts >>>= 1) {
      if ((texts & 1) != 0) {
        builder.text(i, StateFields.readString(in));
      }
    }
    long numbers = in.readLong();
    check(numbers, NUMBERS);
    for (int i = 0; numbers != 0; i++, numbers >>>= 1) {
      if ((numbers & 1) != 0) {
        builder.set(i, in.readDouble());
      }
    }
    int extras = in.readInt();
    for (int i = 0; i < extras; i++) {
      builder.extra(StateFields.readString(in), in.readDouble());
    }
    return builder.build();
  }

  /**
   * Checks a mask.
   *
   * @param known how many fields of the kind this release has
   * @throws IOException if the mask has an unknown field
   */
  public static void check(long mask, int known) throws IOException {
    if (mask >>> known != 0) {
      throw new IOException(
          "an observation has a field that this release does not know: a later release wrote it");
    }
  }
}

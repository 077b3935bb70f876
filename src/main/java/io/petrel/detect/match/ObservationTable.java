package io.petrel.detect.match;

import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import io.petrel.weather.ObservationCodec;
import io.petrel.weather.ObservationField;
import io.petrel.weather.Quality;
import io.petrel.weather.Variables;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The observations that a station's state refers to. Each is written once, as the difference from
 * the one before. Lossless.
 *
 * <p>A value is written as 0 when it is that of the observation before; as an even number, the
 * difference in thousandths, when both are whole thousandths; else as 1 and its eight bytes.
 */
public final class ObservationTable {
  private static final int SAME_TEXTS = 1;
  private static final int SAME_FIELDS = 1 << 1;
  private static final int REVISED = 1 << 2;
  private static final int JUDGED = 1 << 3;
  private static final int EXTRAS = 1 << 4;
  private static final int RECEIVED = 1 << 5;
  private static final int WHOLE_SECONDS = 1 << 6;
  private static final double LARGEST = 1L << 40;
  private static final int TEXTS = ObservationField.all(ObservationField.Kind.TEXT).size();
  private static final int STATION_ID = ObservationField.STATION_ID.index();

  private ObservationTable() {}

  /** Numbers the observations in the order of their first reference. */
  public static final class Writer {
    private final IdentityHashMap<Observation, Integer> numbers;
    private final List<Observation> table;

    /**
     * @param expected about how many observations are referred to
     */
    public Writer(int expected) {
      numbers = new IdentityHashMap<>(expected);
      table = new ArrayList<>(expected);
    }

    public void reference(Observation observation, DataOutput out) throws IOException {
      Integer number = numbers.get(observation);
      if (number == null) {
        number = table.size();
        numbers.put(observation, number);
        table.add(observation);
      }
      Varint.write(number, out);
    }

    /** The observations by number. */
    public List<Observation> table() {
      return table;
    }
  }

  /** Writes observations as {@link Reader} reads them. */
  public static void write(List<Observation> table, DataOutput out) throws IOException {
    Varint.write(table.size(), out);
    Column previous = new Column();
    for (Observation observation : table) {
      previous.write(observation, out);
    }
  }

  /** Resolves the references that a {@link Writer} wrote. */
  public static final class Reader {
    private final List<Observation> table;

    /** Resolves to observations in memory. */
    public Reader(List<Observation> table) {
      this.table = table;
    }

    public Reader(String stationId, DataInput in) throws IOException {
      table = new ArrayList<>();
      int size = (int) Varint.read(in);
      Column previous = new Column();
      for (int i = 0; i < size; i++) {
        table.add(previous.read(stationId, in));
      }
    }

    public Observation reference(DataInput in) throws IOException {
      return table.get((int) Varint.read(in));
    }
  }

  /** The observation before, against which the next is written. */
  private static final class Column {
    private long time;
    private long mask;
    private final @Nullable String[] texts = new String[TEXTS];
    private final double[] values = new double[Variables.count()];

    void write(Observation next, DataOutput out) throws IOException {
      long nextMask = mask(next);
      long delta = next.timeMillis() - time;
      long changed = changedTexts(next);
      int flags = changed == 0 ? SAME_TEXTS : 0;
      flags |= nextMask == mask ? SAME_FIELDS : 0;
      flags |= next.revision() != 0 ? REVISED : 0;
      flags |= next.quality() != Quality.UNCHECKED ? JUDGED : 0;
      flags |= next.extra().isEmpty() ? 0 : EXTRAS;
      flags |= next.receivedAtMillis() != 0 ? RECEIVED : 0;
      flags |= delta % 1000 == 0 ? WHOLE_SECONDS : 0;
      out.writeByte(flags);
      Varint.writeSigned(delta % 1000 == 0 ? delta / 1000 : delta, out);
      if (changed != 0) {
        Varint.write(changed, out);
        for (int i = 0; i < TEXTS; i++) {
          if ((changed & 1L << i) != 0) {
            texts[i] = next.text(i);
            StateFields.writeNullableString(texts[i], out);
          }
        }
      }
      if (nextMask != mask) {
        Varint.write(nextMask, out);
      }
      for (int i = 0; i < values.length; i++) {
        if ((nextMask & 1L << i) != 0) {
          writeValue(values[i], next.value(i), out);
          values[i] = next.value(i);
        }
      }
      writeRare(next, out);
      time = next.timeMillis();
      mask = nextMask;
    }

    Observation read(String stationId, DataInput in) throws IOException {
      int flags = in.readUnsignedByte();
      long delta = Varint.readSigned(in);
      time += (flags & WHOLE_SECONDS) != 0 ? delta * 1000 : delta;
      Observation.Builder builder = Observation.at(stationId, time);
      if ((flags & SAME_TEXTS) == 0) {
        long changed = Varint.read(in);
        ObservationCodec.check(changed, TEXTS);
        for (int i = 0; changed != 0; i++, changed >>>= 1) {
          if ((changed & 1) != 0) {
            texts[i] = StateFields.readNullableString(in);
          }
        }
      }
      for (int i = 0; i < TEXTS; i++) {
        if (i != STATION_ID) {
          builder.text(i, texts[i]);
        }
      }
      if ((flags & SAME_FIELDS) == 0) {
        mask = Varint.read(in);
        ObservationCodec.check(mask, values.length);
      }
      for (int i = 0; i < values.length; i++) {
        if ((mask & 1L << i) != 0) {
          values[i] = readValue(values[i], in);
          builder.set(i, values[i]);
        }
      }
      readRare(flags, builder, in);
      return builder.build();
    }

    /** The texts that differ from the observation before. The table knows the station. */
    private long changedTexts(Observation next) {
      long changed = 0;
      for (int i = 0; i < TEXTS; i++) {
        changed |= i == STATION_ID || Objects.equals(texts[i], next.text(i)) ? 0 : 1L << i;
      }
      return changed;
    }

    private static long mask(Observation observation) {
      long mask = 0;
      for (int i = 0; i < Variables.count(); i++) {
        mask |= Double.isNaN(observation.value(i)) ? 0 : 1L << i;
      }
      return mask;
    }

    private void writeRare(Observation next, DataOutput out) throws IOException {
      if (next.revision() != 0) {
        Varint.writeSigned(next.revision(), out);
      }
      if (next.quality() != Quality.UNCHECKED) {
        out.writeByte(next.quality().code());
      }
      if (!next.extra().isEmpty()) {
        Varint.write(next.extra().size(), out);
        for (Map.Entry<String, Double> entry : new TreeMap<>(next.extra()).entrySet()) {
          StateFields.writeString(entry.getKey(), out);
          out.writeDouble(entry.getValue());
        }
      }
      if (next.receivedAtMillis() != 0) {
        Varint.writeSigned(next.receivedAtMillis() - next.timeMillis(), out);
      }
    }

    private void readRare(int flags, Observation.Builder builder, DataInput in) throws IOException {
      if ((flags & REVISED) != 0) {
        builder.revision((int) Varint.readSigned(in));
      }
      if ((flags & JUDGED) != 0) {
        builder.quality(Quality.ofCode(in.readByte()));
      }
      if ((flags & EXTRAS) != 0) {
        long extras = Varint.read(in);
        for (long i = 0; i < extras; i++) {
          builder.extra(StateFields.readString(in), in.readDouble());
        }
      }
      if ((flags & RECEIVED) != 0) {
        builder.receivedAtMillis(time + Varint.readSigned(in));
      }
    }
  }

  private static void writeValue(double previous, double value, DataOutput out) throws IOException {
    if (Double.doubleToRawLongBits(previous) == Double.doubleToRawLongBits(value)) {
      out.writeByte(0);
    } else if (isThousandths(previous) && isThousandths(value)) {
      Varint.write(Varint.zigzag(thousandths(value) - thousandths(previous)) << 1, out);
    } else {
      out.writeByte(1);
      out.writeDouble(value);
    }
  }

  private static double readValue(double previous, DataInput in) throws IOException {
    long code = Varint.read(in);
    if (code == 0) {
      return previous;
    }
    if (code == 1) {
      return in.readDouble();
    }
    return (thousandths(previous) + Varint.unzigzag(code >>> 1)) / 1000.0;
  }

  /** Whether dividing its thousandths by 1000 gives back the very same bits. */
  private static boolean isThousandths(double value) {
    return Math.abs(value) < LARGEST
        && Double.doubleToRawLongBits(thousandths(value) / 1000.0)
            == Double.doubleToRawLongBits(value);
  }

  private static long thousandths(double value) {
    return Math.round(value * 1000.0);
  }
}

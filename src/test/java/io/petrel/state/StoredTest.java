package io.petrel.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** State in a checkpoint of Flink, and what a later release makes of it. */
class StoredTest {
  /** As an earlier release had it. */
  private record Reading(String station, double value) {}

  private static final class ReadingCodec implements Codec<Reading> {
    private static final long serialVersionUID = 1;

    @Override
    public String id() {
      return "reading";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public Class<Reading> type() {
      return Reading.class;
    }

    @Override
    public void write(Reading reading, DataOutput out) throws IOException {
      StateFields.writeString(reading.station, out);
      out.writeDouble(reading.value);
    }

    @Override
    public Reading read(int version, DataInput in) throws IOException {
      return new Reading(StateFields.readString(in), in.readDouble());
    }
  }

  /** What has become of it: another name, another codec's class, one field more. */
  private record Measurement(String place, double value, String unit) {
    static Codec<Measurement> codec(String id, int version) {
      return Codec.of(
          id,
          version,
          Measurement.class,
          (measurement, out) -> {
            StateFields.writeString(measurement.place, out);
            out.writeDouble(measurement.value);
            StateFields.writeString(measurement.unit, out);
          },
          (written, in) ->
              new Measurement(
                  StateFields.readString(in),
                  in.readDouble(),
                  written < 2 ? "K" : StateFields.readString(in)));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateOfARenamedClassIsRead(boolean onDisk) throws Exception {
    OperatorSubtaskState state = written(onDisk, new ReadingCodec(), new Reading("a", 280));
    try (var later = open(onDisk, Measurement.codec("reading", 2), state)) {
      Measurement expected = new Measurement("a", 280, "K");
      Keeper<Measurement> keeper = keeper(later);
      assertThat(keeper.listed.get()).containsExactly(expected);
      assertThat(keeper.alike.get()).isEqualTo(expected);
      keeper.setCurrentKey("key");
      assertThat(keeper.one.get()).isEqualTo(expected);
      assertThat(keeper.many.all()).isEqualTo(Map.of(7L, expected));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateOfAnotherFormatIsRefusedByName(boolean onDisk) throws Exception {
    OperatorSubtaskState state = written(onDisk, new ReadingCodec(), new Reading("a", 280));
    try (var later = open(onDisk, Measurement.codec("measurement", 2), state)) {
      assertThatThrownBy(() -> StoredTest.<Measurement>keeper(later).listed.get())
          .hasMessage("the state has the format 'reading' where this release reads 'measurement'");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateOfANewerReleaseIsRefused(boolean onDisk) throws Exception {
    OperatorSubtaskState state =
        written(onDisk, Measurement.codec("reading", 3), new Measurement("a", 280, "K"));
    try (var earlier = open(onDisk, new ReadingCodec(), state)) {
      Keeper<Reading> keeper = keeper(earlier);
      keeper.setCurrentKey("key");
      assertThatThrownBy(keeper.one::get)
          .hasMessage("written by a newer Petrel: reading version 3, this release reads up to 1");
    }
  }

  private static <T> OperatorSubtaskState written(boolean onDisk, Codec<T> codec, T value)
      throws Exception {
    try (var harness = open(onDisk, codec, null)) {
      harness.processElement(new StreamRecord<>(value));
      return harness.snapshot(1, 1);
    }
  }

  private static <T> KeyedOneInputStreamOperatorTestHarness<String, T, T> open(
      boolean onDisk, Codec<T> codec, OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<String, T, T>(
            new Keeper<>(codec), value -> "key", Types.STRING);
    StateBackend backend = onDisk ? new EmbeddedRocksDBStateBackend() : new HashMapStateBackend();
    harness.setStateBackend(backend);
    harness.setup(new CodecSerializer<>(codec));
    if (state != null) {
      harness.initializeState(state);
    }
    harness.open();
    return harness;
  }

  @SuppressWarnings("unchecked")
  private static <T> Keeper<T> keeper(
      KeyedOneInputStreamOperatorTestHarness<String, T, T> harness) {
    return (Keeper<T>) harness.getOneInputOperator();
  }

  /** Keeps what came last in every kind of state. */
  private static final class Keeper<T> extends AbstractStreamOperator<T>
      implements OneInputStreamOperator<T, T> {
    private static final long serialVersionUID = 1;
    private final Codec<T> codec;
    private transient Stored.One<T> one;
    private transient Stored.Many<Long, T> many;
    private transient Stored.Listed<T> listed;
    private transient Stored.OneForAll<T> alike;

    Keeper(Codec<T> codec) {
      this.codec = codec;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      one = new Stored.One<>(context.getKeyedStateStore().getState(Stored.value("one")), codec);
      many =
          new Stored.Many<>(
              context.getKeyedStateStore().getMapState(Stored.map("many", Types.LONG)), codec);
      listed = Stored.Listed.in(context.getOperatorStateStore(), "listed", codec);
      alike = Stored.OneForAll.in(context.getOperatorStateStore(), "alike", codec);
    }

    @Override
    public void processElement(StreamRecord<T> element) throws Exception {
      one.put(element.getValue());
      many.put(7L, element.getValue());
      listed.update(List.of(element.getValue()));
      alike.put(element.getValue());
    }
  }
}

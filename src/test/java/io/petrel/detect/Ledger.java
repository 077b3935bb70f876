package io.petrel.detect;

import io.petrel.alert.detection.Detection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, exactly once, all that detection has found, in one task and its checkpoints, and shows it
 * to the test when event time passes.
 */
final class Ledger extends AbstractStreamOperator<Void>
    implements OneInputStreamOperator<Detection, Void> {
  private static final long serialVersionUID = 1;
  private static final AtomicLong TIME = new AtomicLong();
  private static final AtomicReference<List<String>> ENTRIES = new AtomicReference<>(List.of());

  private transient @Nullable List<String> entries;
  private transient @Nullable ListState<String> state;

  static void keep(DataStream<Detection> detections) {
    detections.transform("ledger", Types.VOID, new Ledger()).setParallelism(1).uid("ledger");
  }

  static void reset() {
    TIME.set(Long.MIN_VALUE);
    ENTRIES.set(List.of());
  }

  /** Event time that all of detection has passed. */
  static long time() {
    return TIME.get();
  }

  static List<String> entries() {
    return ENTRIES.get();
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    ListState<String> restored =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("entries", Types.STRING));
    List<String> known = new ArrayList<>();
    restored.get().forEach(known::add);
    state = restored;
    entries = known;
    reset();
  }

  @Override
  public void processElement(StreamRecord<Detection> record) {
    Objects.requireNonNull(entries).add(OperatorRun.text(record.getValue()));
  }

  @Override
  public void processWatermark(Watermark mark) {
    ENTRIES.set(List.copyOf(Objects.requireNonNull(entries)));
    TIME.set(mark.getTimestamp());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    Objects.requireNonNull(state).update(Objects.requireNonNull(entries));
  }
}

package io.petrel.ingest;

import io.petrel.weather.Observation;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Advances event time to the latest observation of a bounded input: emits that watermark before the
 * final one. Runs with parallelism 1.
 */
final class FinalWatermarkOperator extends AbstractStreamOperator<Observation>
    implements OneInputStreamOperator<Observation, Observation> {
  private static final long serialVersionUID = 1;

  private transient long latest;

  /** At a rescale: always one subtask; of several values the latest counts. */
  private transient ListState<Long> latestState;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState first.
  FinalWatermarkOperator() {}

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    latest = EventTime.UNKNOWN;
    latestState =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("latest-time", Types.LONG));
    for (long restored : latestState.get()) {
      latest = Math.max(latest, restored);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    latestState.update(java.util.List.of(latest));
  }

  @Override
  public void processElement(StreamRecord<Observation> element) {
    latest = Math.max(latest, element.getTimestamp());
    output.collect(element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() == Watermark.MAX_WATERMARK.getTimestamp()
        && latest != EventTime.UNKNOWN) {
      super.processWatermark(new Watermark(latest));
    }
    super.processWatermark(mark);
  }
}

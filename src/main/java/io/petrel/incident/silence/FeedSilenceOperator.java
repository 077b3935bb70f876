package io.petrel.incident.silence;

import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.Revision;
import io.petrel.state.Stored.Listed;
import java.util.List;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Runs {@link FeedSilence} over the whole feed, so in one subtask. Emits before the watermark that
 * made the output certain. The final watermark of bounded input does not advance event time.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first.
final class FeedSilenceOperator extends AbstractStreamOperator<Detection>
    implements TwoInputStreamOperator<Detection, StationHeard, Detection> {
  private static final long serialVersionUID = 1;
  private final FeedSilenceSettings settings;
  private transient FeedSilence guard;

  /** At a rescale: always one subtask, so it gets the one entry. */
  private transient Listed<FeedSilenceState> stored;

  FeedSilenceOperator(FeedSilenceSettings settings) {
    this.settings = settings;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    guard = new FeedSilence(settings);
    stored = Listed.in(context.getOperatorStateStore(), "feed", FeedSilenceState.CODEC);
    for (FeedSilenceState state : stored.get()) {
      guard.restore(state);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    MetricGroup metrics = getMetricGroup().addGroup("petrel");
    metrics.gauge("feed_silent", () -> guard.isSilent() ? 1 : 0);
    metrics.gauge("matches_held", () -> guard.heldCount());
    metrics.gauge("matches_held_without_chart", () -> guard.withoutChart());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.update(List.of(guard.state()));
  }

  @Override
  public void processElement1(StreamRecord<Detection> element) {
    if (element.getValue() instanceof Revision revision) {
      boolean isSilence = FeedSilenceGuard.isSilence(revision, settings);
      guard
          .revise(revision, isSilence)
          .ifPresent(told -> output.collect(new StreamRecord<>(told, told.timeMillis())));
    } else {
      guard.add(element.getValue());
    }
  }

  @Override
  public void processElement2(StreamRecord<StationHeard> element) {
    guard.add(element.getValue());
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() < Long.MAX_VALUE) {
      for (Detection detection : guard.advance(mark.getTimestamp())) {
        output.collect(new StreamRecord<>(detection, detection.timeMillis()));
      }
    }
    super.processWatermark(mark);
  }
}

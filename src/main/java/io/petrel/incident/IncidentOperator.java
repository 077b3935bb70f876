package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.rule.RuleSetUpdate;
import java.util.List;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.TimestampedCollector;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Runs {@link TrackIncidents} with the event time of the detections only. Rule sets have no event
 * time, and to wait until their stream is idle or ends is a race: a short bounded run could lose
 * its last finite watermark, and with it every record.
 *
 * <p>Detections that are taken at once are taken together with what arrives in the next {@link
 * #TOGETHER_MILLIS}, or before a watermark or a checkpoint: one report may complete several rules,
 * and correct several matches, of which one silences another.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open first.
final class IncidentOperator
    extends CoBroadcastWithKeyedOperator<String, Detection, RuleSetUpdate, Alert> {
  private static final long serialVersionUID = 1;

  /** Wall-clock time; the checkpoint after it, not this, is what a subscriber waits for. */
  static final long TOGETHER_MILLIS = 20;

  private transient TrackIncidents function;
  private transient TimestampedCollector<Alert> collector;
  private transient boolean isScheduled;

  IncidentOperator(TrackIncidents function) {
    super(function, List.of(TrackIncidents.RULES));
  }

  @Override
  public void open() throws Exception {
    super.open();
    collector = new TimestampedCollector<>(output);
    function = (TrackIncidents) userFunction;
    function.openKeyed(
        getKeyedStateBackend(),
        // The service that the function's own timers are in.
        getInternalTimerService("user-timers", VoidNamespaceSerializer.INSTANCE, this));
  }

  @Override
  public void processElement1(StreamRecord<Detection> element) throws Exception {
    super.processElement1(element);
    if (function.isFull()) {
      takeArrived();
    } else if (function.hasArrived() && !isScheduled) {
      isScheduled = true;
      long now = getProcessingTimeService().getCurrentProcessingTime();
      // A timer that cannot run fails the task; there is nothing to learn from its future.
      var unused =
          getProcessingTimeService()
              .registerTimer(
                  now + TOGETHER_MILLIS,
                  time -> {
                    isScheduled = false;
                    takeArrived();
                  });
    }
  }

  @Override
  public void processElement2(StreamRecord<RuleSetUpdate> element) throws Exception {
    takeArrived();
    super.processElement2(element);
  }

  private void takeArrived() throws Exception {
    if (function.hasArrived()) {
      function.takeArrived(collector);
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    takeArrived();
    super.prepareSnapshotPreBarrier(checkpointId);
  }

  @Override
  public void finish() throws Exception {
    takeArrived();
    super.finish();
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
    takeArrived();
    processWatermark(mark);
  }

  @Override
  public void processWatermark2(Watermark mark) {}

  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) {
    if (input == 0) {
      output.emitWatermarkStatus(status);
    }
  }
}

package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Detection;
import io.petrel.rule.RuleSetUpdate;
import java.util.List;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Runs {@link TrackIncidents} with the event time of the detections only. Rule sets have no event
 * time, and to wait until their stream is idle or ends is a race: a short bounded run could lose
 * its last finite watermark, and with it every record.
 */
final class IncidentOperator
    extends CoBroadcastWithKeyedOperator<String, Detection, RuleSetUpdate, Alert> {
  private static final long serialVersionUID = 1;

  IncidentOperator(TrackIncidents function) {
    super(function, List.of(TrackIncidents.RULES));
  }

  @Override
  public void open() throws Exception {
    super.open();
    ((TrackIncidents) userFunction).openKeyed(getKeyedStateBackend());
  }

  @Override
  public void processWatermark1(Watermark mark) throws Exception {
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

package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.detection.Detection;
import io.petrel.alert.detection.DetectionCodec;
import io.petrel.alert.detection.Resumption;
import io.petrel.incident.silence.StationHeard;
import io.petrel.state.Stored.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * At a start without state reads the open incidents, and emits them before the first watermark.
 * From the first checkpoint on each is either in this state or in that of {@link TrackIncidents},
 * so a later crash does not read again; before it, nothing was published.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState first.
final class ResumeIncidents extends AbstractStreamOperator<Detection>
    implements OneInputStreamOperator<StationHeard, Detection> {
  private static final long serialVersionUID = 1;

  private final OpenIncidentStore openIncidents;
  private transient List<Detection> waiting;

  /** At a rescale: always one subtask, so it gets the whole list. */
  private transient Listed<Detection> stored;

  ResumeIncidents(OpenIncidentStore openIncidents) {
    this.openIncidents = openIncidents;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    stored = Listed.in(context.getOperatorStateStore(), "resumptions", DetectionCodec.INSTANCE);
    waiting = new ArrayList<>();
    if (context.isRestored()) {
      waiting.addAll(stored.get());
      return;
    }
    for (Alert last : openIncidents.open()) {
      OptionalLong opened =
          IncidentId.openedMillis(last.incidentId(), last.rule(), last.incidentBy());
      if (opened.isPresent()) {
        waiting.add(new Resumption(last, opened.getAsLong()));
      } else {
        LOG.warn("Ignored open incident {}: Petrel did not open it", last.incidentId());
      }
    }
    if (!waiting.isEmpty()) {
      LOG.info("Started without state; continuing {} open incidents", waiting.size());
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.update(waiting);
  }

  @Override
  public void processElement(StreamRecord<StationHeard> element) {}

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    emitWaiting();
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    emitWaiting();
    super.processWatermarkStatus(status);
  }

  private void emitWaiting() {
    waiting.forEach(detection -> output.collect(new StreamRecord<>(detection)));
    waiting.clear();
  }
}

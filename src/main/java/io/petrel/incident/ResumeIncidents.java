package io.petrel.incident;

import io.petrel.alert.Alert;
import io.petrel.alert.Detection;
import io.petrel.alert.DetectionCodec;
import io.petrel.alert.Resumption;
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
 * At a start without state asks what is open, and gives it out before it lets any time pass. The
 * first checkpoint has what was given out in the state of who follows the incidents, and what was
 * not in the state here: a crash after it asks no more, and one before it has told nobody anything.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState before all else.
final class ResumeIncidents extends AbstractStreamOperator<Detection>
    implements OneInputStreamOperator<StationHeard, Detection> {
  private static final long serialVersionUID = 1;

  private final OpenIncidentStore told;
  private transient List<Detection> waiting;

  /** At a rescale: this has one subtask always, so it gets the whole list. */
  private transient Listed<Detection> stored;

  ResumeIncidents(OpenIncidentStore told) {
    this.told = told;
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
    for (Alert last : told.open()) {
      OptionalLong opened =
          IncidentId.openedMillis(last.incidentId(), last.rule(), last.incidentBy());
      if (opened.isPresent()) {
        waiting.add(new Resumption(last, opened.getAsLong()));
      } else {
        LOG.warn("Incident {} was not opened by Petrel and is left as it is", last.incidentId());
      }
    }
    if (!waiting.isEmpty()) {
      LOG.info("Started without state; {} open incidents go on", waiting.size());
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
    giveOut();
    super.processWatermark(mark);
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    giveOut();
    super.processWatermarkStatus(status);
  }

  private void giveOut() {
    waiting.forEach(detection -> output.collect(new StreamRecord<>(detection)));
    waiting.clear();
  }
}

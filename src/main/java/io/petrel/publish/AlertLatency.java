package io.petrel.publish;

import io.petrel.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Forwards alerts and measures their latency: from the event time at which an alert became certain
 * to the wall clock at which subscribers can read it. With transactions that is the completion of
 * the checkpoint that commits them; without, it is immediately. Ignores alerts between the last
 * checkpoint and a failure.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open first.
final class AlertLatency extends AbstractStreamOperator<Alert>
    implements OneInputStreamOperator<Alert, Alert> {
  private static final long serialVersionUID = 1;

  /** Number of recent alerts for quantiles. */
  private static final int WINDOW = 1000;

  private final boolean transactions;
  private transient Histogram millis;
  private transient List<Long> sinceCheckpoint;
  private transient NavigableMap<Long, List<Long>> uncommitted;

  AlertLatency(boolean transactions) {
    this.transactions = transactions;
  }

  @Override
  public void open() throws Exception {
    super.open();
    sinceCheckpoint = new ArrayList<>();
    uncommitted = new TreeMap<>();
    millis =
        getMetricGroup()
            .addGroup("petrel")
            .histogram("alert_latency_millis", new DescriptiveStatisticsHistogram(WINDOW));
  }

  @Override
  public void processElement(StreamRecord<Alert> element) {
    long certain = element.getValue().sentMillis();
    if (!transactions) {
      visible(certain);
    } else if (sinceCheckpoint.size() < WINDOW) {
      sinceCheckpoint.add(certain);
    }
    output.collect(element);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    if (!sinceCheckpoint.isEmpty()) {
      uncommitted.put(context.getCheckpointId(), sinceCheckpoint);
      sinceCheckpoint = new ArrayList<>();
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    NavigableMap<Long, List<Long>> committed = uncommitted.headMap(checkpoint, true);
    committed.values().forEach(alerts -> alerts.forEach(this::visible));
    committed.clear();
  }

  private void visible(long certainMillis) {
    millis.update(getProcessingTimeService().getCurrentProcessingTime() - certainMillis);
  }
}

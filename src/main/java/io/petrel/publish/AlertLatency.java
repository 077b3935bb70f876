package io.petrel.publish;

import io.petrel.alert.Alert;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Forwards alerts and measures their latency: from the arrival of the report that completed the
 * match to the wall clock at which subscribers can read the alert. With transactions that is the
 * completion of the checkpoint that commits them; without, it is immediately.
 *
 * <p>Arrival is the report's {@code received_at}, or else its own time. Records that no report of
 * that moment caused are not measured: an end by quiet, an absence, what was corrected or withdrawn
 * later. Nor are alerts between the last checkpoint and a failure.
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
    OptionalLong arrived = arrivalMillis(element.getValue());
    if (arrived.isPresent()) {
      if (!transactions) {
        visible(arrived.getAsLong());
      } else if (sinceCheckpoint.size() < WINDOW) {
        sinceCheckpoint.add(arrived.getAsLong());
      }
    }
    output.collect(element);
  }

  static OptionalLong arrivalMillis(Alert alert) {
    return switch (alert.reason()) {
      case FIRST_MATCH, SEVERITY_RAISED, AREA_GREW, REMINDER ->
          alert.evidence().stream()
              .flatMap(step -> step.observations().stream())
              .filter(report -> report.timeMillis() == alert.sentMillis())
              .mapToLong(
                  report ->
                      report.receivedAtMillis() == 0
                          ? report.timeMillis()
                          : report.receivedAtMillis())
              .max();
      case SEVERITY_LOWERED,
          INHIBITOR_ENDED,
          ENDED_BY_CONDITION,
          ENDED_BY_QUIET,
          RULE_REMOVED,
          STATE_LOST,
          CORRECTED,
          WITHDRAWN,
          OTHER ->
          OptionalLong.empty();
    };
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

  private void visible(long arrivedMillis) {
    millis.update(getProcessingTimeService().getCurrentProcessingTime() - arrivedMillis);
  }
}

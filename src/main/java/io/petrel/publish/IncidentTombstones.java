package io.petrel.publish;

import io.petrel.alert.Alert;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Passes alerts on and, some event time after the one that ends its incident, says to forget the
 * incident. Keyed by incident id; an incident that has not ended has no state here.
 */
final class IncidentTombstones extends KeyedProcessFunction<String, Alert, IncidentUpsert> {
  private static final long serialVersionUID = 1;

  private final long keepMillis;
  private transient ValueState<Long> forgetAt;

  @SuppressWarnings("NullAway.Init") // Flink calls open() before anything else.
  IncidentTombstones(long keepMillis) {
    this.keepMillis = keepMillis;
  }

  @Override
  public void open(OpenContext context) {
    forgetAt = getRuntimeContext().getState(new ValueStateDescriptor<>("forget-at-v1", Types.LONG));
  }

  @Override
  public void processElement(Alert alert, Context context, Collector<IncidentUpsert> out)
      throws Exception {
    out.collect(new IncidentUpsert(alert.incidentId(), alert));
    Long earlier = forgetAt.value();
    if (earlier != null) {
      context.timerService().deleteEventTimeTimer(earlier);
      forgetAt.clear();
    }
    if (alert.isEnd()) {
      long at = alert.sentMillis() + keepMillis;
      forgetAt.update(at);
      context.timerService().registerEventTimeTimer(at);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<IncidentUpsert> out)
      throws Exception {
    // The end of a bounded input fires every timer; it is not the end of time.
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return;
    }
    forgetAt.clear();
    out.collect(new IncidentUpsert(context.getCurrentKey(), null));
  }
}

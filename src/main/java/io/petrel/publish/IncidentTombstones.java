package io.petrel.publish;

import io.petrel.alert.Alert;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.Collector;

/**
 * Passes alerts on and, some event time after the one that ends its incident, says to forget the
 * incident; not while that end is provisional. Keyed by incident id; an incident that has not ended
 * has no state here. The second input is what had ended before a start without state: incident id
 * and event time of the end.
 */
final class IncidentTombstones
    extends KeyedCoProcessFunction<String, Alert, Tuple2<String, Long>, IncidentUpsert> {
  private static final long serialVersionUID = 1;

  private final long keepMillis;
  private transient ValueState<Long> forgetAt;

  @SuppressWarnings("NullAway.Init") // Flink calls open first.
  IncidentTombstones(long keepMillis) {
    this.keepMillis = keepMillis;
  }

  @Override
  public void open(OpenContext context) {
    forgetAt = getRuntimeContext().getState(new ValueStateDescriptor<>("forget-at-v1", Types.LONG));
  }

  @Override
  public void processElement1(Alert alert, Context context, Collector<IncidentUpsert> out)
      throws Exception {
    out.collect(new IncidentUpsert(alert.incidentId(), alert));
    Long earlier = forgetAt.value();
    if (earlier != null) {
      context.timerService().deleteEventTimeTimer(earlier);
      forgetAt.clear();
    }
    if (alert.isEnd()) {
      forgetAt(Math.max(alert.sentMillis() + keepMillis, alert.provisionalUntilMillis()), context);
    }
  }

  @Override
  public void processElement2(
      Tuple2<String, Long> ended, Context context, Collector<IncidentUpsert> out) throws Exception {
    if (forgetAt.value() == null) {
      forgetAt(ended.f1 + keepMillis, context);
    }
  }

  private void forgetAt(long at, Context context) throws Exception {
    forgetAt.update(at);
    context.timerService().registerEventTimeTimer(at);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<IncidentUpsert> out)
      throws Exception {
    // The end of a bounded input fires every timer, but is not an event time.
    if (context.timerService().currentWatermark() == Long.MAX_VALUE) {
      return;
    }
    forgetAt.clear();
    out.collect(new IncidentUpsert(context.getCurrentKey(), null));
  }

  /**
   * At a start without state gives out what the incidents topic has that has ended; alerts give it
   * time and nothing else. What is given out is in the state of the first checkpoint.
   */
  static final class Ended extends AbstractStreamOperator<Tuple2<String, Long>>
      implements OneInputStreamOperator<Alert, Tuple2<String, Long>> {
    private static final long serialVersionUID = 1;

    private final PublishSettings settings;
    private transient boolean restored;

    Ended(PublishSettings settings) {
      this.settings = settings;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
      super.initializeState(context);
      restored = context.isRestored();
    }

    @Override
    public void open() throws Exception {
      super.open();
      if (restored || getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() != 0) {
        return;
      }
      for (Alert alert : PublishedIncidents.ended(settings)) {
        output.collect(new StreamRecord<>(Tuple2.of(alert.incidentId(), alert.sentMillis())));
      }
    }

    @Override
    public void processElement(StreamRecord<Alert> element) {}
  }
}

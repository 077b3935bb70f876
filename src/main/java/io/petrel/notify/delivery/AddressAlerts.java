package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.notify.subscription.SubscriptionSet;
import java.time.Duration;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Sends each alert to every recipient who wants it. Keyed by incident, it remembers who got a
 * record of it, and sends them all later ones too; their outbox decides whether to mail them. An
 * end that is provisional can be corrected or withdrawn, so they are remembered for a while after.
 */
@SuppressWarnings("NullAway.Init") // Flink calls initializeState before all else.
public final class AddressAlerts
    extends KeyedBroadcastProcessFunction<String, Alert, SubscriptionSet, Addressed>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1;

  private static final MapStateDescriptor<String, Boolean> ADDRESSED =
      new MapStateDescriptor<>("addressed", Types.STRING, Types.BOOLEAN);

  /** When those who got a record of an ended incident are forgotten: wall clock. */
  private static final ValueStateDescriptor<Long> FORGET_AT =
      new ValueStateDescriptor<>("forget-addressed-at", Types.LONG);

  /** A corrected report may be this long on its way. */
  private static final Duration SLACK = Duration.ofDays(1);

  private final SubscriptionSet initial;
  private transient SubscriptionBook book;

  public AddressAlerts(SubscriptionSet initial) {
    this.initial = initial;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    book = SubscriptionBook.open(context.getOperatorStateStore(), initial);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {}

  @Override
  public void processElement(Alert alert, ReadOnlyContext context, Collector<Addressed> out)
      throws Exception {
    MapState<String, Boolean> addressed = getRuntimeContext().getMapState(ADDRESSED);
    for (Addressed each : Addressees.of(alert, book.subscriptions(), addressed.keys())) {
      out.collect(each);
      if (each.wantedBy() != null && !alert.isEnd()) {
        addressed.put(each.recipient(), true);
      }
    }
    ValueState<Long> forgetAt = getRuntimeContext().getState(FORGET_AT);
    if (!alert.isEnd()) {
      forgetAt.clear();
    } else if (alert.provisionalUntilMillis() == 0) {
      addressed.clear();
      forgetAt.clear();
    } else {
      long now = context.timerService().currentProcessingTime();
      long at = Math.max(now, alert.provisionalUntilMillis()) + SLACK.toMillis();
      forgetAt.update(at);
      context.timerService().registerProcessingTimeTimer(at);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Addressed> out)
      throws Exception {
    ValueState<Long> forgetAt = getRuntimeContext().getState(FORGET_AT);
    Long at = forgetAt.value();
    if (at != null && timestamp >= at) {
      getRuntimeContext().getMapState(ADDRESSED).clear();
      forgetAt.clear();
    }
  }

  @Override
  public void processBroadcastElement(
      SubscriptionSet set, Context context, Collector<Addressed> out) throws Exception {
    book.use(set);
  }
}

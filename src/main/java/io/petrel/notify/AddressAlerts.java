package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.notify.subscription.SubscriptionSet;
import io.petrel.notify.subscription.SubscriptionSetCodec;
import io.petrel.state.CodecTypeInfo;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Sends each alert to everyone who wants it. Keyed by incident, it remembers who got a record of
 * it, and sends these all later ones too: whether they must be told is for their outbox to decide.
 */
final class AddressAlerts
    extends KeyedBroadcastProcessFunction<String, Alert, SubscriptionSet, Addressed> {
  private static final long serialVersionUID = 1;

  static final MapStateDescriptor<String, SubscriptionSet> SUBSCRIPTIONS =
      SubscriptionBook.state(CodecTypeInfo.of(SubscriptionSetCodec.INSTANCE));
  private static final MapStateDescriptor<String, Boolean> ADDRESSED =
      new MapStateDescriptor<>("addressed", Types.STRING, Types.BOOLEAN);

  private final SubscriptionSet initial;
  private transient @Nullable SubscriptionBook book;

  AddressAlerts(SubscriptionSet initial) {
    this.initial = initial;
  }

  @Override
  public void processElement(Alert alert, ReadOnlyContext context, Collector<Addressed> out)
      throws Exception {
    SubscriptionSet set = context.getBroadcastState(SUBSCRIPTIONS).get(SubscriptionBook.KEY);
    SubscriptionBook current = book(set);
    MapState<String, Boolean> addressed = getRuntimeContext().getMapState(ADDRESSED);
    for (Addressed each : Addressees.of(alert, current.subscriptions(), addressed.keys())) {
      out.collect(each);
      if (each.wantedBy() != null && !alert.isEnd()) {
        addressed.put(each.recipient(), true);
      }
    }
    if (alert.isEnd()) {
      addressed.clear();
    }
  }

  @Override
  public void processBroadcastElement(
      SubscriptionSet set, Context context, Collector<Addressed> out) throws Exception {
    if (book(null).use(set)) {
      context.getBroadcastState(SUBSCRIPTIONS).put(SubscriptionBook.KEY, set);
    }
  }

  private SubscriptionBook book(@Nullable SubscriptionSet restored) {
    if (book == null) {
      book = new SubscriptionBook();
      var unused = book.use(restored == null ? initial : restored);
    }
    return book;
  }
}

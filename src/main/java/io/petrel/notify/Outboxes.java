package io.petrel.notify;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.outbox.OutboxCodec;
import io.petrel.notify.outbox.OutboxState;
import io.petrel.state.CodecTypeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/**
 * The outbox of each recipient and the alerts in it, as keyed state. Every call but {@link
 * #recipients} is about the recipient whose key the operator has set.
 */
final class Outboxes {
  /** Behind so many waiting alerts a further one comes in a digest, which shows no chart. */
  private static final int CHARTS_WAITING = 20;

  private static final String STATE = "outbox";

  private final ValueState<OutboxState> states;
  private final MapState<Long, Alert> bodies;
  private final NotifySettings settings;

  Outboxes(KeyedStateStore store, NotifySettings settings) {
    this.states =
        store.getState(new ValueStateDescriptor<>(STATE, CodecTypeInfo.of(OutboxCodec.INSTANCE)));
    this.bodies =
        store.getMapState(
            new MapStateDescriptor<>("alerts", Types.LONG, CodecTypeInfo.of(AlertCodec.INSTANCE)));
    this.settings = settings;
  }

  /** All that have an outbox here. */
  static List<String> recipients(KeyedStateBackend<String> backend) {
    try (Stream<String> keys = backend.getKeys(STATE, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  Outbox of(String recipient) throws Exception {
    OutboxState state = states.value();
    return new Outbox(
        state == null ? OutboxState.EMPTY : state, recipient, settings.terms(), settings.domain());
  }

  /** Keeps what an entry of the outbox stands for. */
  void keep(long number, Alert alert, Outbox outbox) throws Exception {
    boolean full = outbox.waiting() <= CHARTS_WAITING;
    bodies.put(number, full ? alert : Leaner.of(alert));
  }

  /** What the mail tells, in order of arrival. */
  List<Alert> alerts(Mail mail) throws Exception {
    List<Alert> alerts = new ArrayList<>();
    for (long number : mail.entries()) {
      Alert alert = bodies.get(number);
      if (alert != null) {
        alerts.add(alert);
      }
    }
    return alerts;
  }

  void save(Outbox outbox) throws Exception {
    for (long number : outbox.dropped()) {
      bodies.remove(number);
    }
    OutboxState state = outbox.state();
    if (state.isEmpty()) {
      states.clear();
    } else {
      states.update(state);
    }
  }
}

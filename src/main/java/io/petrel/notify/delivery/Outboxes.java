package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.alert.AlertCodec;
import io.petrel.alert.StepEvidence;
import io.petrel.notify.outbox.Mail;
import io.petrel.notify.outbox.Outbox;
import io.petrel.notify.outbox.OutboxState;
import io.petrel.state.Stored;
import io.petrel.state.Stored.Many;
import io.petrel.state.Stored.One;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/**
 * The outbox of each recipient and the alerts in it, as keyed state. Every call but {@link
 * #recipients} uses the recipient of the operator's current key.
 */
final class Outboxes {
  /** With this many waiting alerts a further one comes in a digest, which has no chart. */
  private static final int CHARTS_WAITING = 20;

  private static final String STATE = "outbox";

  private final One<OutboxState> states;
  private final Many<Long, Alert> bodies;
  private final NotifySettings settings;

  Outboxes(KeyedStateStore store, NotifySettings settings) {
    this.states = new One<>(store.getState(Stored.value(STATE)), OutboxState.CODEC);
    this.bodies =
        new Many<>(store.getMapState(Stored.map("alerts", Types.LONG)), AlertCodec.INSTANCE);
    this.settings = settings;
  }

  /** All that have an outbox here. */
  static List<String> recipients(KeyedStateBackend<String> backend) {
    try (Stream<String> keys = backend.getKeys(STATE, VoidNamespace.INSTANCE)) {
      return keys.toList();
    }
  }

  Outbox of(String recipient) throws Exception {
    OutboxState state = states.get();
    return new Outbox(
        state == null ? OutboxState.EMPTY : state, recipient, settings.terms(), settings.domain());
  }

  /** Keeps the alert of an entry of the outbox. */
  void keep(long number, Alert alert, Outbox outbox) throws Exception {
    boolean full = outbox.waiting() <= CHARTS_WAITING;
    bodies.put(number, full ? alert : alert.trimmed(StepEvidence.Keep.LAST));
  }

  /** The alerts in the mail, in order of arrival. */
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
      states.put(state);
    }
  }
}

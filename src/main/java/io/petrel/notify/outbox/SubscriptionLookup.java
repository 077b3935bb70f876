package io.petrel.notify.outbox;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the subscription under which a recipient gets an alert. */
record SubscriptionLookup(String recipient) {

  /**
   * The subscription for an alert; empty = do not send it. A recipient who already got mail about
   * an incident also gets its end and its lowered severity, even when no condition selects these
   * records.
   */
  Optional<Subscription> of(
      Alert alert,
      @Nullable String wantedBy,
      @Nullable ToldIncident known,
      List<Entry> pending,
      Subscriptions all) {
    if (wantedBy != null) {
      return all.find(wantedBy, recipient);
    }
    boolean less = alert.reason() == Reason.SEVERITY_LOWERED;
    if (known != null && alert.isEnd()) {
      return Optional.of(forEnd(known.subscription(), all));
    }
    if (known != null && less) {
      return current(known.subscription(), all);
    }
    return alert.isEnd() && !pending.isEmpty()
        ? current(pending.get(0).subscription(), all)
        : Optional.empty();
  }

  /** The subscription of that name; if it was renamed or removed, any other of the recipient. */
  Optional<Subscription> current(String name, Subscriptions all) {
    return all.find(name, recipient).or(() -> all.findAny(recipient));
  }

  /**
   * The same for the end of a mailed incident, which is sent even to a recipient who has
   * unsubscribed.
   */
  Subscription forEnd(String name, Subscriptions all) {
    return current(name, all).orElseGet(() -> Subscription.ofUnsubscribed(name, recipient));
  }
}

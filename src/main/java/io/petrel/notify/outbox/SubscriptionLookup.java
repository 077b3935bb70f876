package io.petrel.notify.outbox;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds under which subscription a recipient gets an alert. */
record SubscriptionLookup(String recipient) {

  /**
   * Those who know an incident get its end, and that it is less severe than told, even when no
   * condition asks for these records.
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

  /** The subscription of that name; when it was renamed or taken away, any of the recipient. */
  Optional<Subscription> current(String name, Subscriptions all) {
    return all.find(name, recipient).or(() -> all.findAny(recipient));
  }

  /** The same for the end of what was told: that goes even to one who left. */
  Subscription forEnd(String name, Subscriptions all) {
    return current(name, all).orElseGet(() -> Subscription.ofOneWhoLeft(name, recipient));
  }
}

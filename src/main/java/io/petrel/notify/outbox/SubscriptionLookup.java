package io.petrel.notify.outbox;

import io.petrel.alert.Alert;
import io.petrel.alert.Reason;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds under which subscriptions a recipient gets an alert. */
record SubscriptionLookup(String recipient) {

  /**
   * That which wants it first. Those who know an incident, or are to hear of it, get its end, that
   * it is less severe, and what corrects it, even when no condition asks for these records; and
   * under the subscription by which they know it, so that no other makes them wait longer.
   */
  List<Subscription> of(
      Alert alert,
      @Nullable String wantedBy,
      @Nullable ToldIncident known,
      List<Entry> pending,
      Subscriptions all) {
    List<Subscription> found = new ArrayList<>();
    if (wantedBy != null) {
      all.find(wantedBy, recipient).ifPresent(found::add);
    }
    if (known != null && alert.isEnd()) {
      found.add(forEnd(known.subscription(), all));
    } else if (alert.isOwed() || alert.reason() == Reason.SEVERITY_LOWERED) {
      Stream.concat(
              Stream.ofNullable(known).map(ToldIncident::subscription),
              pending.stream().map(Entry::subscription).limit(1))
          .forEach(name -> current(name, all).ifPresent(found::add));
    }
    return found;
  }

  /** The subscription of that name; when it was renamed or taken away, any of the recipient. */
  Optional<Subscription> current(String name, Subscriptions all) {
    return all.find(name, recipient).or(() -> all.findAny(recipient));
  }

  /** The same for the end of what was told: that goes even to one who left. */
  Subscription forEnd(String name, Subscriptions all) {
    return current(name, all).orElseGet(() -> Subscription.ofUnsubscribed(name, recipient));
  }
}

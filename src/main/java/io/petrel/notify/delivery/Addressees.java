package io.petrel.notify.delivery;

import io.petrel.alert.Alert;
import io.petrel.notify.subscription.MailAddress;
import io.petrel.notify.subscription.Subscription;
import io.petrel.notify.subscription.Subscriptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides to whom a record goes. */
public final class Addressees {
  private Addressees() {}

  /**
   * Recipients who want it, then recipients who got an earlier record of its incident; their outbox
   * decides whether to mail them.
   *
   * @param earlier keys of their addresses
   */
  public static List<Addressed> of(
      Alert alert, Subscriptions subscriptions, Iterable<String> earlier) {
    List<Addressed> all = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (Map.Entry<MailAddress, Subscription> entry : subscriptions.wanting(alert).entrySet()) {
      String key = entry.getKey().key();
      all.add(new Addressed(key, entry.getValue().name(), alert));
      done.add(key);
    }
    for (String key : earlier) {
      if (!done.contains(key)) {
        all.add(new Addressed(key, null, alert));
      }
    }
    return all;
  }
}

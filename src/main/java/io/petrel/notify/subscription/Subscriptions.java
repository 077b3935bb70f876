package io.petrel.notify.subscription;

import io.petrel.alert.Alert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All subscriptions of a file, in its order. Safe for many threads. */
public final class Subscriptions {
  /** Nobody gets anything. */
  public static final Subscriptions NONE = new Subscriptions(List.of());

  private final List<Subscription> list;

  public Subscriptions(List<Subscription> list) {
    this.list = List.copyOf(list);
  }

  public List<Subscription> list() {
    return list;
  }

  /**
   * Who gets an alert: address to subscription. An address in several subscriptions gets it once,
   * under the first that wants it.
   */
  public Map<MailAddress, Subscription> wanting(Alert alert) {
    Map<String, Map.Entry<MailAddress, Subscription>> byKey = new LinkedHashMap<>();
    for (Subscription subscription : list) {
      if (subscription.when().holds(alert)) {
        subscription
            .addresses()
            .forEach(address -> byKey.putIfAbsent(address.key(), Map.entry(address, subscription)));
      }
    }
    Map<MailAddress, Subscription> wanting = new LinkedHashMap<>();
    byKey.values().forEach(entry -> wanting.put(entry.getKey(), entry.getValue()));
    return wanting;
  }

  /** The subscription of that name, if the address is still in it. */
  public Optional<Subscription> find(String name, String addressKey) {
    return list.stream()
        .filter(subscription -> subscription.name().equals(name))
        .filter(s -> s.addresses().stream().anyMatch(a -> a.key().equals(addressKey)))
        .findFirst();
  }

  public Optional<Subscription> findAny(String addressKey) {
    return list.stream()
        .filter(s -> s.addresses().stream().anyMatch(a -> a.key().equals(addressKey)))
        .findFirst();
  }
}

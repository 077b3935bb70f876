package io.petrel.notify.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The incidents about which a recipient got mail. Not thread-safe. */
final class ToldIncidents {
  private final List<ToldIncident> list;

  ToldIncidents(List<ToldIncident> told) {
    this.list = new ArrayList<>(told);
  }

  List<ToldIncident> list() {
    return list;
  }

  @Nullable ToldIncident find(String incident) {
    return list.stream().filter(t -> t.incident().equals(incident)).findFirst().orElse(null);
  }

  List<String> thread(String incident) {
    ToldIncident known = find(incident);
    return known == null ? List.of() : known.messageIds();
  }

  void add(Entry entry, String messageId, Instant forget) {
    ToldIncident known = find(entry.incident());
    List<String> ids = known == null ? List.of() : known.messageIds();
    ToldIncident now =
        new ToldIncident(
            entry.incident(),
            entry.subscription(),
            entry.sequence(),
            ids.contains(messageId) ? ids : ToldIncident.append(ids, messageId),
            entry.end(),
            forget.toEpochMilli());
    list.remove(known);
    list.add(now);
  }

  void remove(ToldIncident known) {
    list.remove(known);
  }

  void forget(Instant now) {
    list.removeIf(told -> told.forgetMillis() <= now.toEpochMilli());
  }
}

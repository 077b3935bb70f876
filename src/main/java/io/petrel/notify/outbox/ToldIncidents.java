package io.petrel.notify.outbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a recipient knows about. Not thread-safe. */
final class ToldIncidents {
  private final List<Told> list;

  ToldIncidents(List<Told> told) {
    this.list = new ArrayList<>(told);
  }

  List<Told> list() {
    return list;
  }

  @Nullable Told find(String incident) {
    return list.stream().filter(t -> t.incident().equals(incident)).findFirst().orElse(null);
  }

  List<String> thread(String incident) {
    Told known = find(incident);
    return known == null ? List.of() : known.messageIds();
  }

  void tell(Entry entry, String messageId, Instant forget) {
    Told known = find(entry.incident());
    List<String> ids = known == null ? List.of() : known.messageIds();
    Told now =
        new Told(
            entry.incident(),
            entry.subscription(),
            entry.sequence(),
            ids.contains(messageId) ? ids : Told.append(ids, messageId),
            entry.end(),
            forget.toEpochMilli());
    list.remove(known);
    list.add(now);
  }

  void forget(Instant now) {
    list.removeIf(told -> told.forgetMillis() <= now.toEpochMilli());
  }
}

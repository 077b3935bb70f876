package io.petrel.notify.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Mails that are decided, but not yet in a completed checkpoint. If one of them were sent and the
 * job then crashed, the decision would be made again, perhaps differently: the reader would get the
 * same news in two different mails. Mails in restored state are in a checkpoint, so they are never
 * here. Not thread-safe.
 */
final class CheckpointGate {
  private record Ref(String recipient, long number) {}

  private final boolean needed;
  private final Duration patience;
  private final Map<Ref, Instant> waiting = new HashMap<>();
  private final List<Ref> sinceSnapshot = new ArrayList<>();
  private final NavigableMap<Long, List<Ref>> bySnapshot = new TreeMap<>();

  /**
   * Waits for checkpoints.
   *
   * @param needed false when there are none
   * @param patience after which a mail is sent without one
   */
  CheckpointGate(boolean needed, Duration patience) {
    this.needed = needed;
    this.patience = patience;
  }

  void decided(String recipient, long number, Instant now) {
    if (needed) {
      Ref ref = new Ref(recipient, number);
      waiting.put(ref, now);
      sinceSnapshot.add(ref);
    }
  }

  boolean mayGo(String recipient, long number, Instant now) {
    Instant decided = waiting.get(new Ref(recipient, number));
    return decided == null || !now.isBefore(decided.plus(patience));
  }

  /** The mail was sent or dropped. */
  void done(String recipient, long number) {
    waiting.remove(new Ref(recipient, number));
  }

  void snapshot(long checkpoint) {
    bySnapshot.put(checkpoint, List.copyOf(sinceSnapshot));
    sinceSnapshot.clear();
  }

  /** Returns the recipients whose mails may go now. */
  Set<String> complete(long checkpoint) {
    NavigableMap<Long, List<Ref>> safe = bySnapshot.headMap(checkpoint, true);
    List<Ref> refs = safe.values().stream().flatMap(List::stream).toList();
    safe.clear();
    refs.forEach(waiting::remove);
    return refs.stream().map(Ref::recipient).collect(Collectors.toSet());
  }

  /** No further checkpoint will complete: nothing waits for one any more. */
  void stop() {
    waiting.clear();
    sinceSnapshot.clear();
    bySnapshot.clear();
  }
}

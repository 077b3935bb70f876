package io.petrel.wire;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The ids that a registry has no schema for, and whether it may be asked for one more. The id in a
 * record is what its writer likes, so neither what is remembered nor the requests may be without
 * end.
 *
 * <p>An answer counts for a moment only: registries give ids in order, so whoever sent the next one
 * would shut out the schema that gets it. Only requests in vain are limited. Half of the limit is
 * for ids that come again, as those of a new schema do and invented ones seldom: in a flood of
 * these a writer loses a record or two, not the race.
 *
 * <p>Not thread-safe.
 */
final class UnknownSchemaIds {
  /** Requests in vain that may follow one another at once. */
  static final int BURST = 200;

  /** Requests in vain a second, after that. */
  static final int PER_SECOND = 10;

  static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final int MOST_REMEMBERED = 10_000;
  private static final long REQUEST_NANOS = Duration.ofSeconds(1).toNanos() / PER_SECOND;

  private final LongSupplier clock;

  /**
   * Ids that came, with the clock's time until which they have no schema. The last used is last.
   */
  private final Map<Integer, Long> unknownUntil =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /** When all requests in vain would be over, had they come one by one. */
  private long paidUntil;

  /**
   * @param clock in nanoseconds, never going back
   */
  UnknownSchemaIds(LongSupplier clock) {
    this.clock = clock;
    this.paidUntil = clock.getAsLong();
  }

  /** Whether the registry has just said that it has none. */
  boolean contains(int id) {
    Long until = unknownUntil.get(id);
    return until != null && until > clock.getAsLong();
  }

  /** Whether the registry may be asked for the id. */
  boolean mayAsk(int id) {
    long now = clock.getAsLong();
    boolean cameBefore = unknownUntil.putIfAbsent(id, now) != null;
    long requests = Math.max(0, paidUntil - now) / REQUEST_NANOS;
    return requests < (cameBefore ? BURST : BURST / 2);
  }

  /** Remembers that the registry was asked and has none. */
  void add(int id) {
    long now = clock.getAsLong();
    unknownUntil.put(id, now + REMEMBERED.toNanos());
    paidUntil = Math.max(paidUntil, now) + REQUEST_NANOS;
  }
}

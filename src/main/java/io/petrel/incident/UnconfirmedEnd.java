package io.petrel.incident;

import io.petrel.state.Codec;
import java.time.Duration;

/**
 * A published end by condition. If the danger comes back soon, the end did not last, and the next
 * one must hold twice as long before it is published. A flapping condition thus publishes a few
 * ends, each later than the one before, and then stops.
 *
 * @param clearedMillis event time at which the condition came true
 * @param untilMillis event time up to which (inclusive) a match shows that the end did not last: as
 *     long as {@code quiet} would have suppressed the incident open, at most {@link #LONGEST}
 */
record UnconfirmedEnd(long clearedMillis, long untilMillis) {
  static final Codec<UnconfirmedEnd> CODEC =
      Codec.of(
          "ended",
          1,
          UnconfirmedEnd.class,
          (ended, out) -> {
            out.writeLong(ended.clearedMillis);
            out.writeLong(ended.untilMillis);
          },
          (version, in) -> new UnconfirmedEnd(in.readLong(), in.readLong()));

  /** A danger that comes back later does not flap, however long {@code quiet} is. */
  static final Duration LONGEST = Duration.ofHours(6);

  static UnconfirmedEnd of(IncidentState incident) {
    long cleared = incident.overMillis() - incident.holdMillis();
    return new UnconfirmedEnd(
        cleared,
        Math.min(
            incident.extent().lastMatchMillis() + incident.terms().quietMillis(),
            cleared + LONGEST.toMillis()));
  }

  /** How long the next end must hold if the danger is back at that time; 0 = the end lasted. */
  long dampingMillis(long timeMillis) {
    return timeMillis > untilMillis
        ? 0
        : Math.min(2 * Math.max(0, timeMillis - clearedMillis), LONGEST.toMillis());
  }
}

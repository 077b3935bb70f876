package io.petrel.incident;

import io.petrel.state.Codec;
import java.time.Duration;

/**
 * What is remembered of an incident whose end by condition was told: should the danger come back
 * soon, that end did not last, and the next one has to hold for twice as long before it is told. A
 * condition that flaps so tells a few ends, each later than the one before, and then no more.
 *
 * @param clearedMillis event time at which the condition came true
 * @param untilMillis event time of the last match, that moment included, that still shows it: as
 *     long as {@code quiet} would have kept the incident open, and {@link #LONGEST} at most
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

  /** Whoever comes back later than this is no flapping condition, however long {@code quiet} is. */
  static final Duration LONGEST = Duration.ofHours(6);

  /** The memory of an incident that its condition ends. */
  static UnconfirmedEnd of(IncidentState incident) {
    long cleared = incident.overMillis() - incident.holdMillis();
    return new UnconfirmedEnd(
        cleared,
        Math.min(
            incident.extent().lastMatchMillis() + incident.terms().quietMillis(),
            cleared + LONGEST.toMillis()));
  }

  /** How long the next end has to hold if the danger is back at that time; 0 if it is no return. */
  long dampingMillis(long timeMillis) {
    return timeMillis > untilMillis
        ? 0
        : Math.min(2 * Math.max(0, timeMillis - clearedMillis), LONGEST.toMillis());
  }
}

package io.petrel.incident;

import io.petrel.alert.AlertPlace;
import io.petrel.alert.Match;
import io.petrel.state.Codec;
import io.petrel.state.StateFields;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an incident is: its stations in order of joining. The list is bounded; stations beyond the
 * bound keep the incident open but are not told one by one.
 *
 * @param beyondMillis event time of the last match of a station that is not listed; {@link #NEVER}
 *     if there was none
 */
record AffectedArea(List<AffectedStation> presences, long beyondMillis) {
  static final Codec<AffectedArea> CODEC =
      Codec.of("incident-extent", 1, AffectedArea.class, AffectedArea::write, AffectedArea::read);

  private static void write(AffectedArea extent, DataOutput out) throws IOException {
    StateFields.writeEach(
        extent.presences,
        out,
        (presence, to) -> {
          StateFields.writeValue(presence.place(), AlertPlace.CODEC, to);
          to.writeLong(presence.lastMatchMillis());
          to.writeLong(presence.clearedMillis());
        });
    out.writeLong(extent.beyondMillis);
  }

  private static AffectedArea read(int version, DataInput in) throws IOException {
    return new AffectedArea(
        StateFields.readEach(
            in,
            from ->
                new AffectedStation(
                    StateFields.readValue(AlertPlace.CODEC, from),
                    from.readLong(),
                    from.readLong())),
        in.readLong());
  }

  static final long NEVER = Long.MIN_VALUE;
  static final AffectedArea EMPTY = new AffectedArea(List.of(), NEVER);

  AffectedArea {
    presences = List.copyOf(presences);
  }

  /** The extent after a match at that time. */
  AffectedArea joined(Match match, long timeMillis, int limit) {
    List<AffectedStation> next = new ArrayList<>(presences);
    int index = indexOf(match.stationId());
    if (index >= 0) {
      long last = Math.max(presences.get(index).lastMatchMillis(), timeMillis);
      next.set(index, new AffectedStation(place(match), last, NEVER));
    } else if (next.size() < limit) {
      next.add(new AffectedStation(place(match), timeMillis, NEVER));
    } else {
      return new AffectedArea(presences, Math.max(beyondMillis, timeMillis));
    }
    return new AffectedArea(next, beyondMillis);
  }

  /** The extent after {@code ends.when} came true at a station and time. */
  AffectedArea cleared(String stationId, long timeMillis) {
    int index = indexOf(stationId);
    if (index < 0) {
      return this;
    }
    List<AffectedStation> next = new ArrayList<>(presences);
    next.set(index, next.get(index).cleared(timeMillis));
    return new AffectedArea(next, beyondMillis);
  }

  boolean contains(String stationId) {
    return indexOf(stationId) >= 0;
  }

  /** Event time at which it is over everywhere if nothing more is matched. */
  long overMillis(long quietMillis, long holdMillis) {
    long over = beyondMillis == NEVER ? NEVER : beyondMillis + quietMillis;
    for (AffectedStation presence : presences) {
      over = Math.max(over, presence.overMillis(quietMillis, holdMillis));
    }
    return over;
  }

  /** Whether it is the condition that ends the danger where it ends last. */
  boolean endsByCondition(long quietMillis, long holdMillis) {
    long over = overMillis(quietMillis, holdMillis);
    return presences.stream()
        .anyMatch(
            presence ->
                presence.overMillis(quietMillis, holdMillis) == over
                    && presence.endsByCondition(quietMillis, holdMillis));
  }

  /** Event time of the last match. */
  long lastMatchMillis() {
    long last = beyondMillis;
    for (AffectedStation presence : presences) {
      last = Math.max(last, presence.lastMatchMillis());
    }
    return last;
  }

  List<AlertPlace> places() {
    return presences.stream().map(AffectedStation::place).toList();
  }

  private int indexOf(String stationId) {
    for (int i = 0; i < presences.size(); i++) {
      if (presences.get(i).stationId().equals(stationId)) {
        return i;
      }
    }
    return -1;
  }

  private static AlertPlace place(Match match) {
    Observation station = match.station();
    return new AlertPlace(
        match.stationId(),
        station.displayName(),
        station.region(),
        station.value(Variables.LATITUDE),
        station.value(Variables.LONGITUDE));
  }

  /**
   * A station of an incident.
   *
   * @param lastMatchMillis event time of its last match
   * @param clearedMillis when the rule's {@code ends.when} came true there after that match; {@link
   *     AffectedArea#NEVER} if it did not
   */
  record AffectedStation(AlertPlace place, long lastMatchMillis, long clearedMillis) {
    String stationId() {
      return place.stationId();
    }

    AffectedStation cleared(long timeMillis) {
      return new AffectedStation(place, lastMatchMillis, timeMillis);
    }

    /** Whether it is the condition that ends the danger here, not quiet. */
    boolean endsByCondition(long quietMillis, long holdMillis) {
      return clearedMillis != AffectedArea.NEVER
          && clearedMillis + holdMillis <= lastMatchMillis + quietMillis;
    }

    /** Event time at which the danger is over here if nothing more is matched. */
    long overMillis(long quietMillis, long holdMillis) {
      return endsByCondition(quietMillis, holdMillis)
          ? clearedMillis + holdMillis
          : lastMatchMillis + quietMillis;
    }
  }
}

package io.petrel.incident;

import io.petrel.alert.AlertPlace;
import io.petrel.alert.detection.Match;
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
 * The stations of an incident in the order of joining. The list is bounded; stations beyond the
 * bound keep the incident open but are not listed.
 *
 * @param beyondMillis event time of the last match of a station that is not listed; {@link #NEVER}
 *     if there was none
 */
record AffectedArea(List<AffectedStation> stations, long beyondMillis) {
  static final Codec<AffectedArea> CODEC =
      Codec.of("incident-extent", 1, AffectedArea.class, AffectedArea::write, AffectedArea::read);

  private static void write(AffectedArea extent, DataOutput out) throws IOException {
    StateFields.writeEach(
        extent.stations,
        out,
        (station, to) -> {
          StateFields.writeValue(station.place(), AlertPlace.CODEC, to);
          to.writeLong(station.lastMatchMillis());
          to.writeLong(station.clearedMillis());
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
    stations = List.copyOf(stations);
  }

  /** The area after a match at that time. */
  AffectedArea joined(Match match, long timeMillis, int limit) {
    List<AffectedStation> next = new ArrayList<>(stations);
    int index = indexOf(match.stationId());
    if (index >= 0) {
      long last = Math.max(stations.get(index).lastMatchMillis(), timeMillis);
      next.set(index, new AffectedStation(place(match), last, NEVER));
    } else if (next.size() < limit) {
      next.add(new AffectedStation(place(match), timeMillis, NEVER));
    } else {
      return new AffectedArea(stations, Math.max(beyondMillis, timeMillis));
    }
    return new AffectedArea(next, beyondMillis);
  }

  /** The area after {@code ends.when} came true at a station and time. */
  AffectedArea cleared(String stationId, long timeMillis) {
    int index = indexOf(stationId);
    if (index < 0) {
      return this;
    }
    List<AffectedStation> next = new ArrayList<>(stations);
    next.set(index, next.get(index).cleared(timeMillis));
    return new AffectedArea(next, beyondMillis);
  }

  boolean contains(String stationId) {
    return indexOf(stationId) >= 0;
  }

  /** Event time at which the danger is over at all stations if nothing else matches. */
  long overMillis(long quietMillis, long holdMillis) {
    long over = beyondMillis == NEVER ? NEVER : beyondMillis + quietMillis;
    for (AffectedStation station : stations) {
      over = Math.max(over, station.overMillis(quietMillis, holdMillis));
    }
    return over;
  }

  /** Whether the condition, not quiet, ends the danger at the station where it ends last. */
  boolean endsByCondition(long quietMillis, long holdMillis) {
    long over = overMillis(quietMillis, holdMillis);
    return stations.stream()
        .anyMatch(
            station ->
                station.overMillis(quietMillis, holdMillis) == over
                    && station.endsByCondition(quietMillis, holdMillis));
  }

  /** Event time of the last match. */
  long lastMatchMillis() {
    long last = beyondMillis;
    for (AffectedStation station : stations) {
      last = Math.max(last, station.lastMatchMillis());
    }
    return last;
  }

  List<AlertPlace> places() {
    return stations.stream().map(AffectedStation::place).toList();
  }

  private int indexOf(String stationId) {
    for (int i = 0; i < stations.size(); i++) {
      if (stations.get(i).stationId().equals(stationId)) {
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

    /** Whether the condition, not quiet, ends the danger here. */
    boolean endsByCondition(long quietMillis, long holdMillis) {
      return clearedMillis != AffectedArea.NEVER
          && clearedMillis + holdMillis <= lastMatchMillis + quietMillis;
    }

    /** Event time at which the danger is over here if nothing else matches. */
    long overMillis(long quietMillis, long holdMillis) {
      return endsByCondition(quietMillis, holdMillis)
          ? clearedMillis + holdMillis
          : lastMatchMillis + quietMillis;
    }
  }
}

package io.petrel.incident;

import io.petrel.alert.AlertPlace;
import io.petrel.alert.Match;
import io.petrel.weather.Observation;
import io.petrel.weather.Variables;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an incident is: its stations in order of joining. The list is bounded; stations beyond the
 * bound keep the incident open but are not told one by one.
 *
 * @param beyondMillis event time of the last match of a station that is not listed; {@link #NEVER}
 *     if there was none
 */
record Extent(List<Presence> presences, long beyondMillis) {
  static final long NEVER = Long.MIN_VALUE;
  static final Extent EMPTY = new Extent(List.of(), NEVER);

  Extent {
    presences = List.copyOf(presences);
  }

  /** The extent after a match at that time. */
  Extent joined(Match match, long timeMillis, int limit) {
    Presence now = new Presence(place(match), timeMillis, false);
    List<Presence> next = new ArrayList<>(presences);
    int index = indexOf(match.stationId());
    if (index >= 0) {
      next.set(index, now);
    } else if (next.size() < limit) {
      next.add(now);
    } else {
      return new Extent(presences, Math.max(beyondMillis, timeMillis));
    }
    return new Extent(next, beyondMillis);
  }

  Extent cleared(String stationId) {
    int index = indexOf(stationId);
    if (index < 0) {
      return this;
    }
    List<Presence> next = new ArrayList<>(presences);
    next.set(index, next.get(index).cleared());
    return new Extent(next, beyondMillis);
  }

  boolean contains(String stationId) {
    return indexOf(stationId) >= 0;
  }

  /** Event time of the last match at a station that is not clear; {@link #NEVER} if all are. */
  long lastActiveMillis() {
    long last = beyondMillis;
    for (Presence presence : presences) {
      if (!presence.clear()) {
        last = Math.max(last, presence.lastMatchMillis());
      }
    }
    return last;
  }

  List<AlertPlace> places() {
    return presences.stream().map(Presence::place).toList();
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
}

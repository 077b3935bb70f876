package io.petrel.detect;

import io.petrel.weather.Observation;

/** A match in progress: where it is and what it has taken. */
final class CompactPartial {
  final Observation[] taken;
  int place;
  int size;

  CompactPartial(int slots) {
    taken = new Observation[slots];
  }

  CompactPartial(CompactPartial other) {
    taken = other.taken.clone();
    place = other.place;
    size = other.size;
  }

  void take(Observation observation) {
    taken[size++] = observation;
    place++;
  }

  long startMillis() {
    return taken[0].timeMillis();
  }

  long lastMillis() {
    return taken[size - 1].timeMillis();
  }
}

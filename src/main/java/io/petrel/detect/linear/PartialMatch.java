package io.petrel.detect.linear;

import io.petrel.weather.Observation;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A match in progress: where it is, what it has taken, and for which members of the family it is
 * over. It stands for all others whose way leads through the place.
 */
final class PartialMatch {
  private PrefixNode at;
  private Observation[] taken;
  private int size;
  private @Nullable BitSet over;
  private final long startMillis;
  private long lastMillis;

  /**
   * @param taken observations on the way here, at least one
   * @param over members for which it is over; null = none
   */
  PartialMatch(PrefixNode at, Observation[] taken, @Nullable BitSet over) {
    this.at = at;
    this.taken = taken;
    this.size = taken.length;
    this.over = over;
    this.startMillis = taken[0].timeMillis();
    this.lastMillis = taken[size - 1].timeMillis();
  }

  PrefixNode at() {
    return at;
  }

  int size() {
    return size;
  }

  Observation taken(int slot) {
    return taken[slot];
  }

  /** What was taken in some slots. */
  Observation[] taken(int from, int to) {
    return Arrays.copyOfRange(taken, from, to);
  }

  long startMillis() {
    return startMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** Goes on to a place without taking anything. */
  void pass(PrefixNode next) {
    at = next;
  }

  /** Goes on to a place with an observation. */
  void take(PrefixNode next, Observation observation) {
    if (size == taken.length) {
      taken = Arrays.copyOf(taken, size + 1);
    }
    taken[size++] = observation;
    lastMillis = observation.timeMillis();
    at = next;
  }

  /** The same for what goes on elsewhere. */
  PartialMatch copy() {
    return new PartialMatch(
        at, Arrays.copyOf(taken, size), over == null ? null : (BitSet) over.clone());
  }

  boolean isOver(int member) {
    return over != null && over.get(member);
  }

  /** Whether it is over for all members that a place leads to. */
  boolean isOver(PrefixNode place) {
    return over != null && over.nextClearBit(place.from()) >= place.to();
  }

  /** Whether it is over for all. */
  boolean isOver() {
    return isOver(at);
  }

  void end(PrefixNode place) {
    members().set(place.from(), place.to());
  }

  void end(int member) {
    members().set(member);
  }

  private BitSet members() {
    BitSet members = over;
    if (members == null) {
      members = new BitSet();
      over = members;
    }
    return members;
  }
}

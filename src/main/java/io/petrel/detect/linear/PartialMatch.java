package io.petrel.detect.linear;

import io.petrel.weather.Observation;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A partial match: its node, the observations it has taken, and the members of the family for which
 * it is over. All other members behind the node share it.
 */
final class PartialMatch {
  private PrefixNode at;
  private Observation[] taken;
  private int size;
  private @Nullable BitSet over;
  private final long startMillis;
  private long lastMillis;

  /**
   * @param taken at least one observation
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

  /** A copy of the observations in slots {@code from} (inclusive) to {@code to} (exclusive). */
  Observation[] taken(int from, int to) {
    return Arrays.copyOfRange(taken, from, to);
  }

  long startMillis() {
    return startMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** Moves to a node without taking an observation. */
  void skip(PrefixNode next) {
    at = next;
  }

  /** Takes an observation and transitions to a node. */
  void take(PrefixNode next, Observation observation) {
    if (size == taken.length) {
      taken = Arrays.copyOf(taken, size + 1);
    }
    taken[size++] = observation;
    lastMillis = observation.timeMillis();
    at = next;
  }

  PartialMatch copy() {
    return new PartialMatch(
        at, Arrays.copyOf(taken, size), over == null ? null : (BitSet) over.clone());
  }

  boolean isOver(int member) {
    return over != null && over.get(member);
  }

  /** Whether it is over for all members behind a node. */
  boolean isOver(PrefixNode node) {
    return over != null && over.nextClearBit(node.from) >= node.to;
  }

  /** Whether it is over for all members. */
  boolean isOver() {
    return isOver(at);
  }

  void end(PrefixNode node) {
    members().set(node.from, node.to);
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

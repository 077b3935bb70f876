package io.petrel.notify.outbox;

import java.util.OptionalLong;

/**
 * What became of an alert that came for a recipient.
 *
 * @param number under which to keep the alert; empty = it is not needed
 */
public record Accepted(Arrival arrival, OptionalLong number) {
  static Accepted not(Arrival arrival) {
    return new Accepted(arrival, OptionalLong.empty());
  }

  static Accepted as(Arrival arrival, long number) {
    return new Accepted(arrival, OptionalLong.of(number));
  }
}

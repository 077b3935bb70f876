package io.petrel.notify.outbox;

import java.util.OptionalLong;

/**
 * What became of an alert that came for a recipient.
 *
 * @param number under which to keep the alert; empty = it is not needed
 */
public record EnqueueResult(Arrival arrival, OptionalLong number) {
  static EnqueueResult not(Arrival arrival) {
    return new EnqueueResult(arrival, OptionalLong.empty());
  }

  static EnqueueResult as(Arrival arrival, long number) {
    return new EnqueueResult(arrival, OptionalLong.of(number));
  }
}

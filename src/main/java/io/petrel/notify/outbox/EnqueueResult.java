package io.petrel.notify.outbox;

import java.util.OptionalLong;

/**
 * The result of adding an alert to a recipient's outbox.
 *
 * @param number under which to keep the alert; empty = not kept
 */
public record EnqueueResult(Arrival arrival, OptionalLong number) {
  static EnqueueResult not(Arrival arrival) {
    return new EnqueueResult(arrival, OptionalLong.empty());
  }

  static EnqueueResult as(Arrival arrival, long number) {
    return new EnqueueResult(arrival, OptionalLong.of(number));
  }
}

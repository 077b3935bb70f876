package io.petrel.simulate;

import io.petrel.weather.Observation;
import java.util.Comparator;

/**
 * A report on its way.
 *
 * @param number breaks ties, in order of sending
 */
record Delivery(long arrivalMillis, long number, Observation observation) {
  static final Comparator<Delivery> BY_ARRIVAL =
      Comparator.comparingLong(Delivery::arrivalMillis).thenComparingLong(Delivery::number);
}

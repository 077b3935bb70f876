package io.petrel.ingest;

import io.petrel.weather.Observation;
import io.petrel.weather.Variable;
import io.petrel.weather.Variables;
import java.util.Map;

/**
 * Makes impossible values missing: real feeds contain 0, 9999 and a wind of 1048 mph. A value just
 * above its field's limit becomes the limit. The rest of the observation is kept. Not thread-safe.
 */
public record Plausibility(Listener listener) {
  /** Notified of each value that was removed. */
  public interface Listener {
    /**
     * @param name of the variable, or {@code extra}
     */
    void dropped(String name);
  }

  /** The observation with its possible values only; the same instance when all are possible. */
  public Observation check(Observation observation) {
    Observation.Builder cleaned = null;
    for (int i = 0; i < Variables.count(); i++) {
      double value = observation.value(i);
      Variable variable = Variables.at(i);
      double clipped = variable.clipped(value);
      if (!Double.isNaN(value) && !variable.isPlausible(clipped)) {
        clipped = Double.NaN;
        listener.dropped(variable.name());
      }
      if (Double.compare(clipped, value) != 0) {
        cleaned = cleaned == null ? observation.toBuilder() : cleaned;
        cleaned.set(variable, clipped);
      }
    }
    for (Map.Entry<String, Double> extra : observation.extra().entrySet()) {
      if (extra.getValue().isInfinite()) {
        cleaned = cleaned == null ? observation.toBuilder() : cleaned;
        cleaned.extra(extra.getKey(), Double.NaN);
        listener.dropped("extra");
      }
    }
    return cleaned == null ? observation : cleaned.build();
  }
}

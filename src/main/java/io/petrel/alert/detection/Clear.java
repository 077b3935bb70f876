package io.petrel.alert.detection;

import java.util.Map;

/**
 * The rule's {@code incident.ends.when} came true at a station.
 *
 * @param whenCertain whether it was emitted only when the watermark had passed it
 */
public record Clear(
    String rule,
    String ruleVersion,
    String stationId,
    long timeMillis,
    Map<String, String> by,
    boolean whenCertain)
    implements Detection {
  public Clear {
    by = Map.copyOf(by);
  }

  @Override
  public long id() {
    return new DetectionId().add(rule).add(ruleVersion).add(stationId).add(timeMillis).value();
  }
}

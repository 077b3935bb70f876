package io.petrel.alert;

import java.util.Map;

/** The rule's {@code incident.ends.when} came true at a station. */
public record Clear(
    String rule, String ruleVersion, String stationId, long timeMillis, Map<String, String> by)
    implements Detection {
  public Clear {
    by = Map.copyOf(by);
  }
}

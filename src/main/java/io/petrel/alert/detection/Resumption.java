package io.petrel.alert.detection;

import io.petrel.alert.Alert;
import java.util.Map;

/**
 * An open incident of an earlier run whose state is lost; it continues from its newest record.
 *
 * @param last the newest record, not an end
 * @param openedMillis when the first match became certain, milliseconds since 1970 UTC
 */
public record Resumption(Alert last, long openedMillis) implements Detection {
  @Override
  public String rule() {
    return last.rule();
  }

  @Override
  public String ruleVersion() {
    return last.ruleVersion();
  }

  @Override
  public String stationId() {
    return last.places().isEmpty() ? "" : last.places().get(0).stationId();
  }

  @Override
  public long timeMillis() {
    return openedMillis;
  }

  @Override
  public Map<String, String> by() {
    return last.incidentBy();
  }

  @Override
  public long id() {
    throw new UnsupportedOperationException("a resumption is not revised");
  }
}

package io.petrel.replay.compare;

import io.petrel.alert.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds incidents from their records. */
public final class IncidentFold {
  private final Map<String, Incident> byId = new LinkedHashMap<>();

  private IncidentFold() {}

  /**
   * The incidents of a run, by the time of their first record.
   *
   * @param records reads all records, by time
   */
  public static List<Incident> of(Consumer<Consumer<Alert>> records) {
    IncidentFold incidents = new IncidentFold();
    records.accept(incidents::add);
    return new ArrayList<>(incidents.byId.values());
  }

  private void add(Alert alert) {
    byId.compute(
        alert.incidentId(),
        (id, known) -> known == null ? Incident.first(alert) : known.next(alert));
  }
}
